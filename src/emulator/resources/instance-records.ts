import { ApiError } from '../action.ts';
import { notFound } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Disk, Eip, Instance, RegionState } from '../world-state.ts';
import { find } from './table.ts';

/** The instance with this id; throws InvalidInstanceId.NotFound. */
export function instanceWith(region: RegionState, id: string): Instance {
  const instance = find(region.instances, id);
  if (instance === undefined) throw notFound('InstanceId', id);
  return instance;
}

/** What holds a vSwitch or a security group: instances, and interfaces of those that have just gone. */
export function holdersIn(
  world: World,
  region: RegionState,
): readonly Pick<Instance, 'vSwitchId' | 'securityGroupIds'>[] {
  return [...Object.values(region.instances), ...Object.values(world.state.interfaces ?? {})];
}

/** The error of a call that an instance's status does not allow. */
export function incorrectInstanceStatus(status = 403): ApiError {
  return new ApiError(
    status,
    'IncorrectInstanceStatus',
    'The current status of the resource does not support this operation.',
  );
}

/** The EIP that is, or is being, bound to an instance. */
export function eipOf(region: RegionState, instanceId: string): Eip | undefined {
  return Object.values(region.eips).find((eip) => eip.instanceId === instanceId);
}

/** The disks of an instance, the system disk first. */
export function disksOf(region: RegionState, instanceId: string): readonly Disk[] {
  const disks = Object.values(region.disks).filter((disk) => disk.instanceId === instanceId);
  return [...disks.filter(({ type }) => type === 'system'), ...disks.filter(({ type }) => type === 'data')];
}

/** The addresses that a guest answers on from its next start: private, own public one, EIP. */
export function addressesOf(region: RegionState, instance: Instance): readonly string[] {
  const eip = eipOf(region, instance.id);
  const bound = eip?.status === 'InUse' ? [eip.address] : [];
  return [instance.privateIp, ...(instance.publicIp === '' ? [] : [instance.publicIp]), ...bound];
}
