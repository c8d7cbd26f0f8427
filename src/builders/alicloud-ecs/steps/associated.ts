import type { Eip } from '../../../cloud/port.ts';
import { awaited, type EcsScope, ecsStep, MINUTE, removing, say } from '../environment.ts';
import { wantsEip } from '../instance/reachability.ts';
import { eipInUse, noSuchThing } from '../words.ts';

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
    await settled(scope, () => readOfBoth(scope, eip.id, instance.id), {
      what: `EIP ${eip.id} to be associated`,
      kind: 'EIP to be associated',
      is: (each) => each.status === 'InUse' && each.instanceId === instance.id,
      dead: ({ orphaned }) => (orphaned ? `instance ${instance.id} was removed meanwhile` : undefined),
    });
    return { eip: true };
  },
  async undo(scope, { eip, instance }) {
    if (eip === undefined || eip.id === '' || instance === undefined) return;
    const { eips } = scope.env.cloud;
    const found = await eips.read(eip.id, scope.signal);
    if (found === undefined || found.instanceId !== instance.id) return;
    say(scope, removing('EIP association')(scope.because));
    await eips.unassociate(eip.id, instance.id, scope.mark('undo'), scope.signal);
    await settled(scope, () => eips.read(eip.id, scope.signal), {
      what: `EIP ${eip.id} to settle`,
      kind: 'EIP to be free',
      is: (each) => each.status === 'Available',
    });
  },
});

/** An instance that is released gives its EIP back, which would be waited for in vain. */
async function readOfBoth(
  { env: { cloud }, signal }: EcsScope,
  id: string,
  instance: string,
): Promise<(Eip & { readonly orphaned: boolean }) | undefined> {
  const eip = await cloud.eips.read(id, signal);
  if (eip?.status !== 'Available') return eip && { ...eip, orphaned: false };
  return { ...eip, orphaned: (await cloud.instances.read(instance, signal)) === undefined };
}

interface Settling<Item> {
  readonly what: string;
  readonly kind: string;
  is(eip: Item): boolean;
  dead?(eip: Item): string | undefined;
}

async function settled<Item extends Eip>(
  scope: EcsScope,
  read: () => Promise<Item | undefined>,
  settling: Settling<Item>,
): Promise<void> {
  await awaited(scope, read, {
    ...settling,
    describe: ({ status }) => status,
    within: 5 * MINUTE,
    expect: 4000,
    fresh: true,
  });
}
