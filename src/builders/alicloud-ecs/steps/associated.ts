import type { Eip } from '../../../cloud/port.ts';
import { eipInUse, noSuchThing } from '../../../errors/word/alicloud-ecs.ts';
import { awaited, type EcsScope, ecsStep, MINUTE, removing, say } from '../environment.ts';
import { wantsEip } from '../reachability.ts';

/** The EIP belongs to the instance. The service allows that while it runs, so no restart is needed. */
export const associated = ecsStep({
  name: 'associated',
  needs: ['eip', 'instance', 'running'],
  plan: ({ config }) => (wantsEip(config) ? 'associate the EIP with the instance' : 'nothing to associate'),
  async run(scope, { eip, instance }) {
    if (eip.id === '') return { eip: false };
    const { eips } = scope.env.cloud;
    const found = await eips.read(eip.id, scope.signal);
    if (found === undefined) throw noSuchThing('EIP', eip.id);
    if (found.instanceId !== '' && found.instanceId !== instance.id) throw eipInUse(eip.id, found.instanceId);
    await eips.associate(eip.id, instance.id, scope.mark(), scope.signal);
    await settled(scope, eip.id, (each) => each.status === 'InUse' && each.instanceId === instance.id);
    return { eip: true };
  },
  async undo(scope, { eip, instance }) {
    if (eip === undefined || eip.id === '' || instance === undefined) return;
    const { eips } = scope.env.cloud;
    const found = await eips.read(eip.id, scope.signal);
    if (found === undefined || found.instanceId !== instance.id) return;
    say(scope, removing('EIP association')(scope.because));
    await eips.unassociate(eip.id, instance.id, scope.mark('undo'), scope.signal);
    await settled(scope, eip.id, (each) => each.status === 'Available');
  },
});

async function settled(scope: EcsScope, id: string, is: (eip: Eip) => boolean): Promise<void> {
  await awaited(scope, () => scope.env.cloud.eips.read(id, scope.signal), {
    what: `EIP ${id} to settle`,
    is,
    describe: ({ status }) => status,
    within: 5 * MINUTE,
    expect: 4000,
  });
}
