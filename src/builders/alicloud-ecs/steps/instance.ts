import type { Instance } from '../../../cloud/instances.ts';
import { awaited, type EcsScope, ecsResource, ecsStep, MINUTE, removing, say } from '../environment.ts';
import { instanceSpec } from '../instance-spec.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.instances,
  spec: instanceSpec,
  ready: hasAddresses,
  state: (instance) => instance.status,
  within: () => 30 * MINUTE,
  expect: 8000,
  making: () => 'Creating instance...',
  made: (instance) => `Created instance: ${instance.id}`,
  removing: removing('instance'),
  fact: ({ id, privateIp, publicIp }) => ({ id, privateIp, publicIp }),
});

/**
 * The temporary instance: key, user data, disks and public address all in one call, so that it boots once and cloud-init
 * is never cut short. The fact is given while it starts: connecting may begin before the service calls it Running.
 */
export const instance = ecsStep({
  name: 'instance',
  needs: ['preflight', 'sourceImage', 'keyPair', 'zone', 'vSwitch', 'securityGroup'],
  plan: ({ config }) => `run an instance of ${config.instance_type}`,
  run: flow.run,
  async check(scope, { id }) {
    const exists = await flow.check(scope);
    if (!exists && scope.env.autoRelease > 0)
      say(
        scope,
        `Instance ${id} is gone: the cloud releases it by itself when no process has it (--auto-release).`,
      );
    return exists;
  },
  async undo(scope, have) {
    const id = await flow.held(scope, have);
    await flow.undo(scope, have);
    if (id !== undefined) await gone(scope, id);
  },
});

/** Its network and its key can go only after it; one look at it is cheaper than three refused calls. */
async function gone(scope: EcsScope, id: string): Promise<void> {
  const { instances } = scope.env.cloud;
  await awaited(scope, async () => ({ found: await instances.read(id, scope.signal) }), {
    what: `instance ${id} to be gone`,
    is: ({ found }) => found === undefined,
    describe: ({ found }) => found?.status ?? 'gone',
    within: 5 * MINUTE,
    expect: 3000,
  });
}

function hasAddresses({ status, privateIp }: Instance): boolean {
  return (status === 'Starting' || status === 'Running') && privateIp !== '';
}
