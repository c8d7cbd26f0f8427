import { MINUTE, type Refusals, type Row, row } from './row.ts';

/** An instance that is locked, in arrears or reclaimed does not come back by waiting. */
const instanceStates: readonly Row[] = [
  row('not-yet', 'documentation', 'IncorrectInstanceStatus', 'IncorrectInstanceStatus.Initializing'),
  row('not-yet', 'terraform', 'InstanceNotReady', 'InvalidOperation.Conflict'),
  row('wrong', 'documentation', 'InstanceLockedForSecurity', 'InstanceExpired', 'InstanceExpiredOrInArrears'),
];

const instanceGone: readonly Row[] = [
  row('gone', 'documentation', 'InvalidInstanceId.NotFound', 'NoSuchResource'),
  row('gone', 'terraform', 'Forbidden.InstanceNotFound'),
];

const diskStates: readonly Row[] = [
  row('not-yet', 'documentation', 'IncorrectDiskStatus', 'IncorrectDiskStatus.CreatingSnapshot'),
  row('not-yet', 'documentation', 'IncorrectDiskStatus.Transferring', 'IncorrectVolumeStatus'),
  row('not-yet', 'terraform', 'IncorrectDiskStatus.Initializing', 'DiskCreatingSnapshot'),
  row('wrong', 'documentation', 'IncorrectDiskStatus.NeverAttached', 'IncorrectDiskStatus.NeverUsed'),
  row('wrong', 'documentation', 'IncorrectDiskStatus.Invalid', 'DiskInArrears', 'DiskError'),
];

const keys: readonly Row[] = [
  row('denied', 'documentation', 'InvalidParameter.KMSKeyId.KMSUnauthorized'),
  row('wrong', 'documentation', 'InvalidParameter.KMSKeyId'),
];

const imageGone: readonly Row[] = [row('gone', 'documentation', 'InvalidImageId.NotFound')];

const imageStates: readonly Row[] = [
  row('not-yet', 'documentation', 'IncorrectImageStatus', 'OperationDenied.ImageCopying'),
];

/** What the refusals of ECS mean. Misspelt codes are the service's own. */
export const ecsRefusals: Refusals = {
  'Ecs.RunInstances': {
    within: 5 * MINUTE,
    rows: [
      row('sold-out', 'documentation', 'OperationDenied.NoStock', 'ResourceNotAvailable', 'LackResource'),
      row('sold-out', 'documentation', 'Zone.NotOnSale', 'Zone.NotOpen', 'InvalidResourceType.NotSupported'),
      row('sold-out', 'documentation', 'InvalidInstanceType.ZoneNotSupported', 'InstanceType.Offline'),
      row('sold-out', 'documentation', 'InvalidInstanceType.NotSupported', 'OperationDenied.ZoneNotAllowed'),
      row('sold-out', 'documentation', 'InvalidInstanceType.ValueUnauthorized'),
      row(
        'sold-out',
        'documentation',
        'OperationDenied.ZoneSystemCategoryNotMatch',
        'NodeControllerUnavailable',
      ),
      row(
        'sold-out',
        'documentation',
        'InvalidSystemDiskCategory.ValueUnauthorized',
        'QuotaExceed.ElasticQuota',
      ),
      row('sold-out', 'documentation', 'InvalidSpotPriceLimit.LowerThanPublicPrice'),
      row('sold-out', 'documentation', 'OperationDenied.SpotPriceLowerThanPublicPrice'),
      row('sold-out', 'documentation', 'InvalidVpcZone.NotSupported', 'CategoryNotSupported'),
      row('sold-out', 'documentation', 'InvalidDiskCategory.NotSupported'),
      row('sold-out', 'reports', 'InvalidVSwitchId.IpNotEnough', 'InvalidDiskCategory.ZoneNotSupported'),
      row(
        'sold-out',
        'reports',
        'InvalidSystemDiskCategory.ZoneNotSupported',
        'OperationDenied.ZoneNotSupported',
      ),
      row('not-yet', 'terraform', 'IncorrectVSwitchStatus', 'TaskConflict'),
      row('not-yet', 'documentation', 'IncorrectVpcStatus', 'OperationDenied.CreatingConflict'),
      row('not-yet', 'documentation', 'InvalidSnapshotId.NotReady'),
      row('not-seen', 'documentation', 'InvalidKeyPairName.NotFound', 'InvalidSecurityGroupId.NotFound'),
      row('not-seen', 'documentation', 'InvalidVSwitchId.NotFound', 'InvalidSnapshotId.NotFound'),
      row('not-seen', 'documentation', 'InvalidVSwitchId.NotExist', 'InvalidDataDiskSnapshotId.NotFound'),
      row('not-seen', 'reports', 'InvalidKeyPair.NotFound', 'InvalidSecurityGroupId', 'VpcNotFound'),
      row('quota', 'documentation', 'SecurityGroupInstanceLimitExceed', 'Account.Arrearage'),
      row('denied', 'documentation', 'InvalidUser.PassRoleForbidden', 'RegionUnauthorized'),
      ...keys,
    ],
  },
  'Ecs.StartInstance': {
    within: 5 * MINUTE,
    rows: [...instanceStates, ...keys, row('sold-out', 'documentation', 'OperationDenied.NoStock')],
  },
  'Ecs.StopInstance': { within: 5 * MINUTE, rows: [...instanceStates, ...keys] },
  'Ecs.StopInstances': { within: 5 * MINUTE, rows: [...instanceStates, ...keys] },
  'Ecs.DeleteInstance': {
    within: 3 * MINUTE,
    rows: [
      ...instanceStates,
      ...instanceGone,
      row('not-yet', 'documentation', 'DependencyViolation.SLBConfiguring'),
      row('not-yet', 'terraform', 'DependencyViolation.RouteEntry'),
      row('wrong', 'documentation', 'InvalidOperation.DeletionProtection', 'ChargeTypeViolation'),
    ],
  },
  'Ecs.DeleteInstances': {
    within: 3 * MINUTE,
    rows: [
      ...instanceStates,
      row('not-yet', 'documentation', 'DependencyViolation.SLBConfiguring', 'DependencyViolation.RouteEntry'),
      row('wrong', 'documentation', 'InvalidOperation.DeletionProtection', 'ChargeTypeViolation'),
    ],
  },
  'Ecs.ModifyInstanceAutoReleaseTime': { rows: [...instanceStates, ...instanceGone] },
  'Ecs.GetInstanceConsoleOutput': { rows: instanceGone },
  'Ecs.CreateSecurityGroup': {
    within: 5 * MINUTE,
    rows: [
      row('not-yet', 'documentation', 'IncorrectVpcStatus'),
      row('not-seen', 'documentation', 'InvalidVpcId.NotFound'),
    ],
  },
  'Ecs.AuthorizeSecurityGroup': {
    rows: [
      row('not-seen', 'documentation', 'InvalidSecurityGroupId.NotFound'),
      row('exists', 'packer', 'InvalidPermission.Duplicate'),
      row('quota', 'documentation', 'AuthorizationLimitExceed'),
    ],
  },
  'Ecs.AuthorizeSecurityGroupEgress': {
    rows: [
      row('not-seen', 'documentation', 'InvalidSecurityGroupId.NotFound'),
      row('exists', 'packer', 'InvalidPermission.Duplicate'),
      row('quota', 'documentation', 'AuthorizationLimitExceed'),
    ],
  },
  'Ecs.DeleteSecurityGroup': {
    within: 3 * MINUTE,
    rows: [
      row('not-yet', 'documentation', 'DependencyViolation'),
      row('gone', 'reports', 'InvalidSecurityGroupId.NotFound'),
    ],
  },
  'Ecs.ImportKeyPair': { rows: [row('exists', 'documentation', 'KeyPair.AlreadyExist')] },
  'Ecs.DeleteKeyPairs': {
    within: 3 * MINUTE,
    rows: [
      row('not-yet', 'terraform', 'InvalidParameter.KeypairAlreadyAttachedInstance'),
      row('not-yet', 'packer', 'DependencyViolation'),
      row('gone', 'reports', 'InvalidKeyPair.NotFound', 'InvalidKeyPairName.NotFound'),
    ],
  },
  'Ecs.CreateSnapshot': {
    within: 10 * MINUTE,
    rows: [
      ...diskStates,
      ...keys,
      row('not-yet', 'documentation', 'IncorrectInstanceStatus', 'CreateSnapshot.Failed'),
      row('not-seen', 'documentation', 'InvalidDiskId.NotFound'),
      row('quota', 'documentation', 'InvalidAccountStatus'),
    ],
  },
  'Ecs.DeleteSnapshot': {
    within: 3 * MINUTE,
    rows: [
      row('not-yet', 'terraform', 'SnapshotCreatedImage', 'SnapshotCreatedDisk', 'OperationConflict'),
      row('gone', 'documentation', 'InvalidSnapshotId.NotFound'),
      row('gone', 'terraform', 'InvalidResource.NotFound'),
    ],
  },
  'Ecs.CreateImage': {
    within: 15 * MINUTE,
    rows: [
      ...diskStates,
      ...keys,
      row('not-yet', 'documentation', 'IncorrectInstanceStatus', 'InvalidSnapshotId.NotReady'),
      row('not-seen', 'documentation', 'InvalidSnapshotId.NotFound', 'InvalidInstanceId.NotFound'),
      row('exists', 'documentation', 'InvalidImageName.Duplicated'),
      row('quota', 'documentation', 'InvalidAccountStatus'),
      row('denied', 'documentation', 'UserNotInTheWhiteList'),
    ],
  },
  'Ecs.CopyImage': {
    within: 60 * MINUTE,
    rows: [
      ...imageStates,
      ...keys,
      row('not-seen', 'documentation', 'InvalidImageId.NotFound', 'InvalidSnapshotId.NotFound'),
      row('exists', 'documentation', 'InvalidImageName.Duplicated'),
      row('wrong', 'documentation', 'RegionNotSupportCopy', 'IncorrectDestinationRegion', 'SizeExceed.Image'),
      row('denied', 'documentation', 'UserNotInTheWhiteList'),
    ],
  },
  'Ecs.CancelCopyImage': {
    rows: [
      ...imageGone,
      row('done', 'documentation', 'CancelNotSupported', 'ImageCreatedNotFromCopy', 'IncorrectImageStatus'),
    ],
  },
  'Ecs.ImportImage': {
    within: 60 * MINUTE,
    rows: [
      // A role that was made a moment ago; both spellings are the service's.
      row('not-seen', 'documentation', 'NoSetRoletoECSServiceAcount', 'NoSetRoletoECSServiceAccount'),
      row('not-seen', 'documentation', 'InvalidOSSObject.NotFound', 'InvalidOSSBucket.NotFound'),
      row('not-yet', 'documentation', 'ImageIsImporting', 'IncorrectImageStatus'),
      row('exists', 'documentation', 'InvalidImageName.Duplicated'),
      row('quota', 'documentation', 'QuotaExceed.Image', 'QuotaExceed.Snapshot'),
      row('denied', 'documentation', 'UserNotInTheWhiteList', 'Forbbiden'),
      row('wrong', 'documentation', 'ImportImageFailed', 'InvalidOSSBucket.NotMatched', 'InvalidImageSize'),
    ],
  },
  'Ecs.CancelTask': {
    rows: [
      row('gone', 'documentation', 'InvalidTaskId.NotFound'),
      row('done', 'documentation', 'InvalidTaskId.IncorrectTaskStatus', 'CancelTaskFailed'),
    ],
  },
  'Ecs.DeleteImage': {
    within: 60 * MINUTE,
    rows: [
      ...imageStates,
      ...imageGone,
      row('not-yet', 'documentation', 'ImageIsCreating', 'ImageIsImporting', 'ImageIsExporting'),
      row('wrong', 'documentation', 'ImageUsingByInstance', 'ImageUseShared', 'OperationDenied.ImageShared'),
    ],
  },
  'Ecs.ModifyImageAttribute': {
    rows: [
      ...imageStates,
      row('not-seen', 'documentation', 'InvalidImageId.NotFound'),
      row('exists', 'documentation', 'InvalidImageName.Duplicated'),
    ],
  },
  'Ecs.ModifyImageSharePermission': {
    within: 5 * MINUTE,
    rows: [
      ...imageStates,
      row('not-seen', 'documentation', 'InvalidImageId.NotFound'),
      row('wrong', 'documentation', 'InvalidAccount', 'OperationDeined.EncryptedSnapshot'),
      row('quota', 'documentation', 'QuotaExceed.ShareImage', 'QuotaExceed.ShareImageUser'),
    ],
  },
  'Ecs.TagResources': {
    rows: [
      row('not-seen', 'documentation', 'InvalidResourceId.NotFound'),
      row('quota', 'documentation', 'QuotaExceed.Tags', 'NumberExceed.Tags', 'OperationDenied.QuotaExceed'),
      row('denied', 'documentation', 'NoPermission.Tag', 'PermissionDenied'),
    ],
  },
};
