import type { EffectRun } from '../effects.ts';
import type { World } from '../world.ts';
import type { Instance, InstanceStatus } from '../world-state.ts';
import { haltGuest, scheduleBoot } from './instance-guest.ts';
import { disksOf, eipOf } from './instance-records.ts';
import { find, regionNamed } from './table.ts';

/**
 * Effects on instances. Each carries the number of its transition: one that another overtook (a stop forced while
 * starting, a delete) is void.
 */
export const instanceEffects: Readonly<Record<string, EffectRun>> = {
  'instance-starting': (world, effect) =>
    onTransition(world, effect, (instance) => beginStarting(world, effect.region, instance)),
  'instance-running': (world, effect) =>
    onTransition(world, effect, (instance) => {
      enter(world, instance, 'Running');
      instance.startedAt = world.now();
      scheduleBoot(world, effect.region, instance);
    }),
  'instance-stopped': (world, effect) =>
    onTransition(world, effect, (instance) => enter(world, instance, 'Stopped')),
  'instance-gone': (world, effect) =>
    onTransition(world, effect, (instance) => remove(world, effect.region, instance)),
  'instance-freed'(world, { id }) {
    delete world.state.interfaces?.[id];
  },
  'instance-release'(world, { region, id, mark }) {
    const instance = find(regionNamed(world, region).instances, id);
    if (instance !== undefined && instance.autoReleaseTime === mark) beginDelete(world, region, instance);
  },
};

/** What a new instance does after Pending. */
export function afterPending(
  world: World,
  region: string,
  { instance, next }: { instance: Instance; next: 'Running' | 'Stopped' },
): void {
  const name = next === 'Running' ? 'instance-starting' : 'instance-stopped';
  world.later(world.latency.instancePending, { name, region, id: instance.id, mark: instance.transition });
}

/** Starting, then Running. */
export function beginStarting(world: World, region: string, instance: Instance): void {
  enter(world, instance, 'Starting');
  instance.stoppedMode = 'Not-applicable';
  schedule(world, { name: 'instance-running', region, instance }, world.latency.instanceStarting);
}

/** Stopping, then Stopped, or Starting again for a reboot. The guest is gone at once. */
export function beginStopping(
  world: World,
  region: string,
  { instance, next }: { instance: Instance; next: 'Stopped' | 'Running' },
): void {
  enter(world, instance, 'Stopping');
  haltGuest(world, instance);
  const name = next === 'Stopped' ? 'instance-stopped' : 'instance-starting';
  schedule(world, { name, region, instance }, world.latency.instanceStopping);
}

/** Stopping (a running one) until it is gone with all that goes with it; until then it counts as there. */
export function beginDelete(world: World, region: string, instance: Instance): void {
  enter(world, instance, instance.status === 'Stopped' ? 'Stopped' : 'Stopping');
  haltGuest(world, instance);
  schedule(world, { name: 'instance-gone', region, instance }, world.latency.instanceDelete);
}

/** Schedules its release for the time that it has now; an earlier schedule finds another time and does nothing. */
export function scheduleRelease(world: World, region: string, instance: Instance): void {
  const time = instance.autoReleaseTime;
  if (time === '') return;
  const delay = Math.max(1, Date.parse(time) - world.now());
  world.later(delay, { name: 'instance-release', region, id: instance.id, mark: time });
}

interface Step {
  readonly name: string;
  readonly region: string;
  readonly instance: Instance;
}

function schedule(world: World, { name, region, instance }: Step, delay: number): void {
  world.later(delay, { name, region, id: instance.id, mark: instance.transition });
}

function enter(world: World, instance: Instance, status: InstanceStatus): void {
  instance.status = status;
  instance.transition += 1;
  world.changed();
}

function onTransition(
  world: World,
  { region, id, mark }: { region: string; id: string; mark?: number | string },
  run: (instance: Instance) => void,
): void {
  const instance = find(regionNamed(world, region).instances, id);
  if (instance !== undefined && instance.transition === mark) run(instance);
}

/** Its disks go along, but for data disks that were to stay; an EIP is only unbound. */
function remove(world: World, regionId: string, instance: Instance): void {
  const region = regionNamed(world, regionId);
  for (const disk of disksOf(region, instance.id)) {
    if (disk.deleteWithInstance) delete region.disks[disk.id];
    else Object.assign(disk, { instanceId: '', status: 'Available' });
  }
  const eip = eipOf(region, instance.id);
  if (eip !== undefined) Object.assign(eip, { instanceId: '', status: 'Available' });
  delete region.instances[instance.id];
  const { id, vSwitchId, securityGroupIds } = instance;
  world.state.interfaces ??= {};
  world.state.interfaces[id] = { vSwitchId, securityGroupIds };
  world.later(world.latency.instanceFreed, { name: 'instance-freed', region: regionId, id });
  world.guests?.remove(instance.id);
}
