import { sourceRange } from '../../../wire/cidr.ts';
import type { EcsConfig } from '../config.ts';
import { type EcsScope, message } from '../environment.ts';
import { reachBy } from '../instance/reachability.ts';
import { unknownSource } from '../words.ts';
import { isInside } from './inside.ts';

const EVERYWHERE = '0.0.0.0/0';
/** Private addresses: whoever comes to the private address of an instance has one of these, NAT or not. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** From where the temporary security group lets the communicator in. */
export async function sources(scope: EcsScope): Promise<readonly string[]> {
  const { config, ownAddresses } = scope.env;
  const given = sourceRange(config.security_group_source_cidr);
  if (given !== undefined) return [given];
  if (reachBy(config) === 'private' || (await isInside(scope))) return PRIVATE;
  const own = goesBetween(config) ? [] : await ownAddresses(scope.signal);
  if (own.length > 0) return own.map((address) => `${address}/32`);
  message(scope, unknownSource);
  return [EVERYWHERE];
}

/** The guest sees the address of what stands between, which is not ours. */
function goesBetween({ ssh_bastion_host, ssh_proxy_host, communicator }: EcsConfig): boolean {
  return communicator === 'ssh' && (ssh_bastion_host !== '' || ssh_proxy_host !== '');
}
