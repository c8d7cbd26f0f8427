import type { Emulator } from '../../src/emulator/emulator.ts';

export type Table = 'instances' | 'keyPairs' | 'eips' | 'securityGroups' | 'vSwitches' | 'vpcs';

/** Removes all things of these kinds, whoever it is that does so; an instance takes its disks along and frees its EIP. */
export function removeFrom({ world }: Emulator, tables: readonly Table[]): void {
  for (const region of Object.values(world.state.regions)) {
    // Its computer too: left on, it would answer at the address of the next instance.
    if (tables.includes('instances'))
      for (const id of Object.keys(region.instances)) world.guests?.remove(id);
    for (const table of tables) for (const id of Object.keys(region[table])) delete region[table][id];
    if (!tables.includes('instances')) continue;
    for (const id of Object.keys(region.disks)) delete region.disks[id];
    for (const eip of Object.values(region.eips)) Object.assign(eip, { status: 'Available', instanceId: '' });
  }
}
