import type { EcsScope } from '../environment.ts';
import { eipByDefault } from '../instance/reachability.ts';

/** Whether this machine is in the VPC of the instance, so that its private address is reached without an EIP. */
export async function isInside({ env, signal }: EcsScope): Promise<boolean> {
  const { config, cloud } = env;
  if (!eipByDefault(config) || (config.vpc_id === '' && config.vswitch_id === '')) return false;
  const own = await env.ownVpc(signal);
  if (own === '') return false;
  return own === (config.vpc_id || (await cloud.vSwitches.read(config.vswitch_id, signal))?.vpcId);
}
