import type { World } from '../world.ts';
import type { Instance } from '../world-state.ts';
import { haltGuest, scheduleBoot } from './instance-guest.ts';
import { beginStopping } from './instance-lifecycle.ts';
import { find } from './table.ts';

/** A guest powered itself off, which stops its instance, or rebooted, which the cloud does not notice. */
export function powered(world: World, instanceId: string, action: 'off' | 'reboot'): void {
  for (const [region, { instances }] of Object.entries(world.state.regions)) {
    const instance = find(instances, instanceId);
    if (instance?.status !== 'Running') continue;
    if (action === 'off') beginStopping(world, region, { instance, next: 'Stopped' });
    else reboot(world, region, instance);
  }
}

function reboot(world: World, region: string, instance: Instance): void {
  haltGuest(world, instance);
  scheduleBoot(world, region, instance);
}
