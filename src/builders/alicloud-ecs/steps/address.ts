import { awaited, type EcsScope, ecsStep, MINUTE } from '../environment.ts';
import { CLOUD_ASSISTANT } from '../instance/assistant-agent.ts';
import { reachBy } from '../instance/reachability.ts';

/** Which address the connection goes to. */
export const address = ecsStep({
  name: 'address',
  needs: ['instance', 'eip', 'associated'],
  plan: ({ config }) =>
    config.communicator === CLOUD_ASSISTANT
      ? 'go through the cloud, without an address'
      : `connect to the ${reachBy(config) === 'eip' ? 'EIP' : `${reachBy(config)} address`}`,
  async run(scope, { instance, eip }) {
    if (scope.env.config.communicator === CLOUD_ASSISTANT) return { host: instance.id, kind: 'private' };
    const asked = reachBy(scope.env.config);
    // Without an EIP this machine is in the same VPC.
    const kind = asked === 'eip' && eip.id === '' ? 'private' : asked;
    if (kind === 'eip') return { host: eip.address, kind };
    if (kind === 'private') return { host: instance.privateIp, kind };
    return { host: instance.publicIp === '' ? await publicIp(scope, instance.id) : instance.publicIp, kind };
  },
});

/** The public address may be told a moment later than the private one. */
async function publicIp(scope: EcsScope, id: string): Promise<string> {
  const found = await awaited(scope, () => scope.env.cloud.instances.read(id, scope.signal), {
    what: `instance ${id} to have a public address`,
    is: (instance) => instance.publicIp !== '',
    within: 5 * MINUTE,
    expect: 3000,
  });
  return found.publicIp;
}
