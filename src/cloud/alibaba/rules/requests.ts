import { MOST_BANDWIDTH } from './combinations.ts';
import { PERFORMANCE_LEVELS } from './disks.ts';
import { type ActionRules, oneOf, row, whole } from './rule.ts';
import {
  account,
  atMost,
  description,
  diskName,
  imageName,
  imageTagValue,
  imageVersion,
  instanceName,
  letterName,
  networkName,
  networkTagValue,
  password,
  snapshotName,
  tagKey,
  tagValue,
} from './texts.ts';

/**
 * What the service asks of the parameters of each request, one row a parameter. The validator reads it before anything is
 * made, the embedded cloud when it is asked.
 */

const charge = oneOf('PayByTraffic', 'PayByBandwidth');
const bootMode = row(oneOf('BIOS', 'UEFI', 'UEFI-Preferred'), 'InvalidParameter.BootMode');
const yesOrNo = (parameter: string) => ({
  [parameter]: row(
    { shape: "'true' or 'false'", accepts: (text) => /^(true|false)$/i.test(text) },
    'InvalidParameter',
  ),
});

function tags(value: ActionRules[string]['rule']): ActionRules {
  return {
    'Tag.N.Key': row(tagKey, 'InvalidTagKey.Malformed'),
    'Tag.N.Value': row(value, 'InvalidTagValue.Malformed'),
  };
}

function disk(prefix: string): ActionRules {
  return {
    [`${prefix}.DiskName`]: row(diskName, 'InvalidDiskName.Malformed'),
    [`${prefix}.Description`]: row(description, 'InvalidDescription.Malformed'),
    [`${prefix}.PerformanceLevel`]: row(oneOf(...PERFORMANCE_LEVELS), 'InvalidPerformanceLevel.Malformed'),
    ...yesOrNo(`${prefix}.Encrypted`),
  };
}

const launch: ActionRules = {
  InstanceName: row(instanceName, 'InvalidInstanceName.Malformed'),
  Description: row(description, 'InvalidDescription.Malformed'),
  Password: row(password, 'InvalidPassword.Malformed'),
  Amount: row(whole(1, 100), 'InvalidParam.Amount', 403),
  InternetChargeType: row(charge, 'InvalidInternetChargeType.ValueNotSupported'),
  InternetMaxBandwidthOut: row(whole(0, MOST_BANDWIDTH), 'InvalidParameter.Bandwidth'),
  // Old clients write true and false.
  IoOptimized: row(
    oneOf('none', 'optimized', 'true', 'false'),
    'InvalidIoOptimizedValue.ValueNotSupported',
    400,
    'packer',
  ),
  SecurityEnhancementStrategy: row(
    oneOf('Active', 'Deactive'),
    'InvalidSecurityEnhancementStrategy.ValueNotSupported',
  ),
  SpotStrategy: row(oneOf('NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'), 'InvalidSpotStrategy'),
  ...disk('SystemDisk'),
  ...disk('DataDisk.N'),
  ...yesOrNo('DataDisk.N.DeleteWithInstance'),
  ...tags(tagValue),
};

const ecs: Readonly<Record<string, ActionRules>> = {
  RunInstances: launch,
  CreateInstance: launch,
  ModifyInstanceAttribute: {
    InstanceName: row(instanceName, 'InvalidInstanceName.Malformed'),
    Description: row(description, 'InvalidDescription.Malformed'),
    Password: row(password, 'InvalidPassword.Malformed'),
  },
  CreateImage: {
    ImageName: row(imageName, 'InvalidImageName.Malformed'),
    ImageVersion: row(imageVersion, 'InvalidImageVersion.Malformed', 400, 'console'),
    Description: row(description, 'InvalidDescription.Malformed'),
    ImageFamily: row(imageName, 'InvalidImageFamily.Malformed'),
    BootMode: bootMode,
    ...tags(imageTagValue),
  },
  CopyImage: {
    DestinationImageName: row(imageName, 'InvalidImageName.Malformed'),
    DestinationDescription: row(description, 'InvalidDescription.Malformed'),
    ...yesOrNo('Encrypted'),
    ...tags(imageTagValue),
  },
  ImportImage: {
    ImageName: row(imageName, 'InvalidImageName.Malformed'),
    Description: row(description, 'InvalidDescription.Malformed'),
    BootMode: row(oneOf('BIOS', 'UEFI'), 'InvalidParameter.BootMode'),
    ...tags(imageTagValue),
  },
  ModifyImageAttribute: {
    ImageName: row(imageName, 'InvalidImageName.Malformed'),
    Description: row(description, 'InvalidDescription.Malformed'),
    ImageFamily: row(imageName, 'InvalidImageFamily.Malformed'),
    BootMode: bootMode,
    Status: row(oneOf('Available', 'Deprecated'), 'InvalidStatus.NotSupported'),
  },
  ModifyImageSharePermission: {
    'AddAccount.N': row(account, 'InvalidAccount.NotFound', 404),
    'RemoveAccount.N': row(account, 'InvalidAccount.NotFound', 404),
  },
  CreateSecurityGroup: {
    SecurityGroupName: row(letterName, 'InvalidSecurityGroupName.Malformed'),
    Description: row(description, 'InvalidSecurityGroupDiscription.Malformed'),
    ...tags(tagValue),
  },
  CreateSnapshot: {
    SnapshotName: row(snapshotName, 'InvalidSnapshotName.Malformed'),
    Description: row(description, 'InvalidDescription.Malformed', 404),
    ...tags(tagValue),
  },
  ImportKeyPair: {
    KeyPairName: row(letterName, 'InvalidKeyPairName.Malformed'),
    ...tags(tagValue),
  },
  CreateKeyPair: {
    KeyPairName: row(letterName, 'InvalidKeyPairName.Malformed'),
    ...tags(tagValue),
  },
  TagResources: tags(tagValue),
  AddTags: tags(tagValue),
  RunCommand: {
    Username: row(atMost(255), 'InvalidParameter.Username'),
    ContentEncoding: row(
      { shape: "'PlainText' or 'Base64'", accepts: (text) => /^(plaintext|base64)$/i.test(text) },
      'InvalidParameter.ContentEncoding',
    ),
  },
  SendFile: {
    Name: row(atMost(255), 'FileNameLengthExceeded'),
    TargetDir: row(atMost(255), 'InvalidParameter.TargetDir'),
    FileOwner: row(atMost(64), 'InvalidParameter.FileOwner'),
    FileGroup: row(atMost(64), 'InvalidParameter.FileGroup'),
    ContentType: row(oneOf('PlainText', 'Base64'), 'InvalidParameter.ContentType'),
    ...yesOrNo('Overwrite'),
  },
};

const vpc: Readonly<Record<string, ActionRules>> = {
  CreateVpc: { VpcName: row(networkName, 'InvalidVpcName.Malformed'), ...tags(networkTagValue) },
  CreateVSwitch: {
    VSwitchName: row(networkName, 'InvalidVSwitchName.Malformed'),
    ...tags(networkTagValue),
  },
  AllocateEipAddress: {
    Name: row(networkName, 'InvalidName.Malformed'),
    InternetChargeType: row(charge, 'InvalidParameter'),
    ...tags(networkTagValue),
  },
};

/** The rules of an action, whichever product answers it: ECS still answers the older actions of VPC. */
export function rulesOf(action: string): ActionRules {
  const rules = { ...ecs, ...vpc };
  return Object.hasOwn(rules, action) ? (rules[action] ?? {}) : {};
}
