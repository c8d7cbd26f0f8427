import { isBuildError } from '../../../errors/build-error.ts';
import { reason } from '../../../wire/reason.ts';
import { awaited, type EcsScope, type EcsUndoScope, ecsStep, MINUTE, say } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { generatedData } from '../generated-data.ts';
import { inside } from '../instance/instance-loss.ts';
import { cleanupFailed } from '../words.ts';

/**
 * The provisioners have run. They start again from their beginning on a resume. When the build fails here or later, the
 * error-cleanup-provisioner runs, as long as the guest can still be reached.
 */
export const provisioned = ecsStep({
  name: 'provisioned',
  needs: ['connected', 'running', 'address', 'instance', 'securityGroup', 'keyPair'],
  plan: () => 'run the provisioners',
  keep: true,
  cleansGuest: true,
  async run(scope, { address, instance }) {
    const { env, signal } = scope;
    await started(scope, instance.id);
    const comm = await env.guest.connect({ host: address.host, id: instance.id }, signal);
    const data = generatedData(env.config, comm, { id: instance.id, runId: scope.runId });
    await inside(scope, instance.id, () => env.provision(comm, data, signal));
    return { done: true };
  },
  async undo(scope, have) {
    if (scope.because !== 'failed') return;
    say(scope, 'Provisioning step had errors: Running the cleanup provisioner, if present...');
    await cleanUp(scope, have);
  },
});

/** Done again after the instance had been stopped for its image, the provisioners need it to run. */
async function started(scope: EcsScope, id: string): Promise<void> {
  if (!scope.again) return;
  const { instances } = scope.env.cloud;
  const found = await instances.read(id, scope.signal);
  if (found === undefined || found.status === 'Running' || found.status === 'Starting') return;
  say(scope, `Starting instance again: ${id}`);
  await awaited(scope, () => instances.read(id, scope.signal), {
    what: `instance ${id} to be Stopped, so that it can be started`,
    is: ({ status }) => status === 'Stopped',
    within: 10 * MINUTE,
  });
  await instances.start(id, scope.signal);
  await awaited(scope, () => instances.read(id, scope.signal), {
    what: `instance ${id} to be Running`,
    is: ({ status }) => status === 'Running',
    describe: ({ status }) => status,
    within: 30 * MINUTE,
    expect: 12_000,
  });
}

async function cleanUp(scope: EcsUndoScope, { instance }: Partial<Facts>): Promise<void> {
  const { env, signal } = scope;
  const comm = env.guest.current();
  if (comm === undefined || instance === undefined) return;
  try {
    const data = generatedData(env.config, comm, { id: instance.id, runId: scope.runId });
    await env.provisionCleanup(comm, data, signal);
  } catch (error) {
    const first = isBuildError(scope.error) ? scope.error.message : reason(scope.error);
    scope.emit({ type: 'note', level: 'error', text: cleanupFailed(reason(error), first) });
  }
}
