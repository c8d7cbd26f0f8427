import type { Carelessness } from './careless.ts';
import type { FaultRule } from './fault-rule.ts';

const vpc =
  'TaskConflict OperationConflict Operation.Conflict VPC_TASK_CONFLICT OperationFailed.DistibuteLock IncorrectStatus OperationFailed.NotifyCenCreate OperationFailed.QueryCenIpv6Status';
const instance =
  'IncorrectInstanceStatus IncorrectInstanceStatus.Initializing InstanceNotReady InvalidOperation.Conflict';

/** What the service answers where it is not ready yet, each action with each of its codes. */
const notYet: Readonly<Record<string, string>> = {
  'Ecs.RunInstances':
    'IncorrectVSwitchStatus TaskConflict IncorrectVpcStatus OperationDenied.CreatingConflict InvalidSnapshotId.NotReady',
  'Ecs.StartInstance': `${instance}`,
  'Ecs.StopInstance': `${instance}`,
  'Ecs.StopInstances': `${instance}`,
  'Ecs.DeleteInstance': `${instance} DependencyViolation.SLBConfiguring DependencyViolation.RouteEntry`,
  'Ecs.DeleteInstances': `${instance} DependencyViolation.SLBConfiguring DependencyViolation.RouteEntry`,
  'Ecs.ModifyInstanceAutoReleaseTime': `${instance}`,
  'Ecs.CreateSecurityGroup': 'IncorrectVpcStatus',
  'Ecs.DeleteSecurityGroup': 'DependencyViolation',
  'Ecs.DeleteKeyPairs': 'InvalidParameter.KeypairAlreadyAttachedInstance DependencyViolation',
  'Ecs.CreateSnapshot':
    'IncorrectDiskStatus IncorrectDiskStatus.CreatingSnapshot IncorrectDiskStatus.Transferring IncorrectVolumeStatus IncorrectDiskStatus.Initializing DiskCreatingSnapshot IncorrectInstanceStatus CreateSnapshot.Failed',
  'Ecs.DeleteSnapshot': 'SnapshotCreatedImage SnapshotCreatedDisk OperationConflict',
  'Ecs.CreateImage':
    'IncorrectDiskStatus IncorrectDiskStatus.CreatingSnapshot IncorrectDiskStatus.Transferring IncorrectVolumeStatus IncorrectDiskStatus.Initializing DiskCreatingSnapshot IncorrectInstanceStatus InvalidSnapshotId.NotReady',
  'Ecs.CopyImage': 'IncorrectImageStatus OperationDenied.ImageCopying',
  'Ecs.DeleteImage':
    'IncorrectImageStatus OperationDenied.ImageCopying ImageIsCreating ImageIsImporting ImageIsExporting',
  'Ecs.ImportImage': 'ImageIsImporting IncorrectImageStatus',
  'Ecs.ModifyImageAttribute': 'IncorrectImageStatus OperationDenied.ImageCopying',
  'Ecs.ModifyImageSharePermission': 'IncorrectImageStatus OperationDenied.ImageCopying',
  'Vpc.CreateVpc': `${vpc}`,
  'Vpc.DeleteVpc': `${vpc} DependencyViolation IncorrectVpcStatus Forbbiden`,
  'Vpc.CreateVSwitch': `${vpc} IncorrectVSwitchStatus InvalidStatus.RouteEntry IncorrectStatus.cbnStatus CreateVSwitch.IncorrectStatus.cbnStatus IncorrectVpcStatus IncorrectRouteEntryStatus`,
  'Vpc.DeleteVSwitch': `${vpc} DependencyViolation OperationDenied.OtherSubnetProcessing IncorrectVSwitchStatus IncorrectRouteEntryStatus DeleteVSwitch.IncorrectStatus.cbnStatus`,
  'Vpc.AllocateEipAddress': `${vpc} FrequentPurchase.EIP ReserveIpFail`,
  'Vpc.AssociateEipAddress': `${vpc} IncorrectEipStatus InvalidEipStatus InvalidBindingStatus IncorrectInstanceStatus InvalidStatus.EcsStatusNotSupport InvalidStatus.EniStatusNotSupport OperationFailed.EcsMigrating IncorrectStatus.NatGateway InvalidAssociation.Duplicated InvalidIpStatus`,
  'Vpc.UnassociateEipAddress': `${vpc} IncorrectEipStatus InvalidEipStatus InvalidBindingStatus IncorrectInstanceStatus InvalidStatus.EcsStatusNotSupport InvalidStatus.EniStatusNotSupport OperationFailed.EcsMigrating IncorrectHaVipStatus InvalidIpStatus`,
  'Vpc.ReleaseEipAddress': `${vpc} IncorrectEipStatus InvalidEipStatus TaskConflict.AssociateGlobalAccelerationInstance`,
};

/** Milliseconds for which reads do not find what was made just now. */
const HIDDEN = 150;

/** Each 'not yet' once for each action, one after the other; what is made after that is hidden for a moment. */
export const harshFaults: readonly FaultRule[] = Object.entries(notYet).flatMap(([action, text]) => {
  const codes = text.split(' ');
  const refusals = codes.map((code, index): FaultRule => ({ action, nth: index + 1, code, status: 400 }));
  const makes = /\.(Create|Run|Allocate|Copy)/.test(action);
  return makes ? [...refusals, { action, from: codes.length + 1, hide: HIDDEN }] : refusals;
});

/** A token that was refused stays refused. */
export const harshCare: Carelessness = { remembersRefusals: true };

/** The longest request line; a usual gateway's own limit. */
export const HARSH_TARGET = 8 * 1024;

/** The service on its worst day: `harsh` in place of the name of its durations. */
export function isHarsh(latency: unknown): boolean {
  return typeof latency === 'string' && /^harsh\b/.test(latency.trim());
}

/** The rules that somebody gives, as a list or under `faults`, count first. */
export function withHarsh(given: unknown): readonly unknown[] {
  const list = typeof given === 'object' && given !== null && 'faults' in given ? given.faults : given;
  return [...(Array.isArray(list) ? list : []), ...harshFaults];
}
