import type { EffectRun } from '../effects.ts';
import type { World } from '../world.ts';
import type { Effect, Instance } from '../world-state.ts';
import { addressesOf } from './instance-records.ts';
import { find, regionNamed } from './table.ts';

/** Effects on the computers inside instances. */
export const guestEffects: Readonly<Record<string, EffectRun>> = {
  'guest-boot'(world, effect) {
    const instance = find(regionNamed(world, effect.region).instances, effect.id);
    if (instance?.status === 'Running' && instance.transition === effect.mark)
      boot(world, effect.region, instance);
  },
};

/** A running instance answers on its SSH or WinRM port some time later. */
export function scheduleBoot(world: World, region: string, instance: Instance): void {
  if (world.guests === undefined) return;
  world.later(world.latency.sshReady, {
    name: 'guest-boot',
    region,
    id: instance.id,
    mark: instance.transition,
  });
}

/** The computer stops answering now. */
export function haltGuest(world: World, instance: Instance): void {
  world.guests?.halt(instance.id);
}

/** Boots the guests of all instances that run in a restored state and are not about to be booted anyway. */
export function resumeGuests(world: World): void {
  for (const [region, { instances }] of Object.entries(world.state.regions)) {
    for (const instance of Object.values(instances)) {
      const awaited = world.state.scheduled.some(({ effect }) => isBoot(effect, instance));
      if (instance.status === 'Running' && !awaited) scheduleBoot(world, region, instance);
    }
  }
}

function boot(world: World, region: string, instance: Instance): void {
  const tables = regionNamed(world, region);
  const key = find(tables.keyPairs, instance.keyPairName)?.publicKey;
  world.guests?.start({
    instanceId: instance.id,
    addresses: addressesOf(tables, instance).filter(
      (address) => world.insideVpc || address !== instance.privateIp,
    ),
    hostname: instance.hostName,
    authorizedKeys: key === undefined ? [] : [key],
    password: instance.password,
    userData: instance.userData === '' ? undefined : Buffer.from(instance.userData, 'base64'),
    content: instance.content,
    system: instance.osType,
  });
}

function isBoot(effect: Effect, instance: Instance): boolean {
  return effect.name === 'guest-boot' && effect.id === instance.id && effect.mark === instance.transition;
}
