import { MINUTE, type Refusals, type Row, row } from './row.ts';

/**
 * The network of an account changes one thing at a time: who comes second is told so in many spellings. Codes that say that
 * the same token is still being worked on, or that nobody knows what happened, are no refusals: see the common table.
 */
const others: readonly Row[] = [
  row('not-yet', 'terraform', 'TaskConflict', 'OperationConflict', 'Operation.Conflict', 'VPC_TASK_CONFLICT'),
  row('not-yet', 'terraform', 'OperationFailed.DistibuteLock', 'IncorrectStatus'),
  row('not-yet', 'terraform', 'OperationFailed.NotifyCenCreate', 'OperationFailed.QueryCenIpv6Status'),
];

const eipStates: readonly Row[] = [
  row('not-yet', 'terraform', 'IncorrectEipStatus', 'InvalidEipStatus', 'InvalidBindingStatus'),
  row('not-yet', 'terraform', 'IncorrectInstanceStatus', 'InvalidStatus.EcsStatusNotSupport'),
  row('not-yet', 'terraform', 'InvalidStatus.EniStatusNotSupport', 'OperationFailed.EcsMigrating'),
];

/** What the refusals of VPC mean. Misspelt codes are the service's own. */
export const vpcRefusals: Refusals = {
  'Vpc.CreateVpc': { within: 5 * MINUTE, rows: [...others, row('quota', 'reports', 'QuotaExceeded.Vpc')] },
  'Vpc.DeleteVpc': {
    within: 3 * MINUTE,
    rows: [
      ...others,
      row('not-yet', 'terraform', 'DependencyViolation', 'IncorrectVpcStatus'),
      // Said while a vSwitch is still going away.
      row('not-yet', 'reports', 'Forbbiden'),
      row('gone', 'reports', 'InvalidVpcId.NotFound', 'InvalidVpcID.NotFound'),
      row('gone', 'terraform', 'InvalidResource.NotFound'),
    ],
  },
  'Vpc.CreateVSwitch': {
    within: 5 * MINUTE,
    rows: [
      ...others,
      row('not-yet', 'terraform', 'IncorrectVSwitchStatus', 'InvalidStatus.RouteEntry'),
      row('not-yet', 'terraform', 'IncorrectStatus.cbnStatus', 'CreateVSwitch.IncorrectStatus.cbnStatus'),
      row('not-yet', 'packer', 'IncorrectVpcStatus', 'IncorrectRouteEntryStatus'),
      row('not-seen', 'reports', 'InvalidVpcId.NotFound'),
      row('sold-out', 'reports', 'InvalidZoneId.NotSupported', 'Zone.NotOpen'),
    ],
  },
  'Vpc.DeleteVSwitch': {
    within: 3 * MINUTE,
    rows: [
      ...others,
      row('not-yet', 'terraform', 'DependencyViolation', 'OperationDenied.OtherSubnetProcessing'),
      row('not-yet', 'terraform', 'IncorrectVSwitchStatus', 'IncorrectRouteEntryStatus'),
      row('not-yet', 'terraform', 'DeleteVSwitch.IncorrectStatus.cbnStatus'),
      row('gone', 'terraform', 'InvalidVSwitchId.NotFound', 'InvalidVswitchID.NotFound'),
    ],
  },
  'Vpc.AllocateEipAddress': {
    within: 5 * MINUTE,
    rows: [
      ...others,
      row('not-yet', 'terraform', 'FrequentPurchase.EIP'),
      row('not-yet', 'documentation', 'ReserveIpFail'),
      row('denied', 'documentation', 'Forbbiden'),
    ],
  },
  'Vpc.AssociateEipAddress': {
    within: 5 * MINUTE,
    rows: [
      ...others,
      ...eipStates,
      row('not-yet', 'terraform', 'IncorrectStatus.NatGateway'),
      row('not-yet', 'packer', 'InvalidAssociation.Duplicated', 'InvalidIpStatus'),
      // A public address that came with the instance stays for good.
      row('wrong', 'terraform', 'InvalidStatus.InstanceHasBandWidth'),
      row('not-seen', 'reports', 'InvalidAllocationId.NotFound', 'InvalidInstanceId.NotFound'),
    ],
  },
  'Vpc.UnassociateEipAddress': {
    within: 5 * MINUTE,
    rows: [
      ...others,
      ...eipStates,
      row('not-yet', 'terraform', 'IncorrectHaVipStatus', 'InvalidIpStatus'),
      row('gone', 'documentation', 'InvalidAllocationId.NotFound', 'InvalidInstanceId.NotFound'),
    ],
  },
  'Vpc.ReleaseEipAddress': {
    within: 3 * MINUTE,
    rows: [
      ...others,
      row('not-yet', 'terraform', 'IncorrectEipStatus', 'InvalidEipStatus'),
      row('not-yet', 'terraform', 'TaskConflict.AssociateGlobalAccelerationInstance'),
      row('gone', 'documentation', 'InvalidAllocationId.NotFound'),
    ],
  },
};
