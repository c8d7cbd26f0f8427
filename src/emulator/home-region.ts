import type { WorldState } from './world-state.ts';

const tableByParam = {
  InstanceId: 'instances',
  'InstanceId.1': 'instances',
  VpcId: 'vpcs',
  VSwitchId: 'vSwitches',
  SecurityGroupId: 'securityGroups',
  AllocationId: 'eips',
  DiskId: 'disks',
  SnapshotId: 'snapshots',
  ImageId: 'images',
} as const;

/**
 * The region of the resource that a call names. StartInstance and others have no RegionId: at the service the endpoint
 * decides, but one loopback address is the endpoint of all regions. Undefined when no such resource exists.
 */
export function homeRegion(state: WorldState, params: ReadonlyMap<string, string>): string | undefined {
  for (const [param, table] of Object.entries(tableByParam)) {
    const id = params.get(param);
    const home = Object.entries(state.regions).find(([, tables]) => id && Object.hasOwn(tables[table], id));
    if (home !== undefined) return home[0];
  }
  return undefined;
}
