import ssh2 from 'ssh2';
import type { OssClient } from './oss/oss-client.ts';
import type { SdkCall } from './sdk-client.ts';

/** One visit to every API, in the order in which a cloud is built up and torn down. */
export async function tour(sdk: SdkCall, accountId: string, oss: OssClient): Promise<void> {
  await catalog(sdk, accountId);
  const network = await buildNetwork(sdk, 'Ecs');
  const instanceId = await instances(sdk, network);
  await addresses(sdk, 'Ecs', instanceId);
  await addresses(sdk, 'Vpc', instanceId);
  const imageId = await images(sdk, instanceId);
  await imports(sdk, oss);
  await tags(sdk, instanceId, network);
  await sdk('Ecs.DeleteInstance', { instanceId, force: true });
  await sdk('Ecs.DeleteImage', { imageId, force: true });
  await snapshotsAndDisks(sdk, network);
  await removeNetwork(sdk, 'Ecs', network);
  await removeNetwork(sdk, 'Vpc', await buildNetwork(sdk, 'Vpc'));
}

interface Network {
  readonly vpcId: string;
  readonly vSwitchId: string;
  readonly zoneId: string;
  readonly securityGroupId: string;
}

const keyPairName = 'tour';
const publicKey = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }).public;
const instanceType = 'ecs.g6.large';

async function catalog(sdk: SdkCall, accountId: string): Promise<void> {
  await sdk('Sts.GetCallerIdentity');
  await sdk('Sts.AssumeRole', { roleArn: `acs:ram::${accountId}:role/tour`, roleSessionName: 'tour' });
  await sdk('Sts.AssumeRoleWithOIDC', {
    roleArn: `acs:ram::${accountId}:role/tour`,
    roleSessionName: 'tour',
    OIDCProviderArn: `acs:ram::${accountId}:oidc-provider/tour`,
    OIDCToken: `e30.${Buffer.from('{"sub":"tour"}').toString('base64url')}.x`,
  });
  for (const product of ['Ecs', 'Vpc']) {
    await sdk(`${product}.DescribeRegions`);
    await sdk(`${product}.DescribeZones`);
  }
  await sdk('Ecs.DescribeInstanceTypes');
  for (const destinationResource of ['Zone', 'InstanceType', 'SystemDisk', 'DataDisk']) {
    await sdk('Ecs.DescribeAvailableResource', {
      destinationResource,
      instanceType,
      instanceChargeType: 'PostPaid',
    });
  }
  await sdk('Ecs.DescribeImages', { pageSize: 100 });
  await sdk('Ecs.DescribeImageFromFamily', { imageFamily: 'acs:debian_11_9_x64' });
  await sdk('Ecs.DescribeImageFromFamily', { imageFamily: 'nothing' });
  await sdk('Ecs.CreateKeyPair', { keyPairName });
  await sdk('Ecs.ImportKeyPair', { keyPairName: 'imported', publicKeyBody: publicKey });
  await sdk('Ecs.DescribeKeyPairs');
}

async function buildNetwork(sdk: SdkCall, product: string): Promise<Network> {
  const { vpcId } = await sdk(`${product}.CreateVpc`, { vpcName: 'tour', cidrBlock: '172.16.0.0/16' });
  await sdk(`${product}.DescribeVpcs`, { vpcId });
  if (product === 'Vpc') await sdk('Vpc.DescribeVpcAttribute', { vpcId });
  const { zones } = await sdk('Ecs.DescribeZones');
  const { zoneId } = zones.zone.at(-1);
  const { vSwitchId } = await sdk(`${product}.CreateVSwitch`, { vpcId, zoneId, cidrBlock: '172.16.1.0/24' });
  await sdk(`${product}.DescribeVSwitches`, { vpcId });
  if (product === 'Vpc') await sdk('Vpc.DescribeVSwitchAttributes', { vSwitchId });
  const { securityGroupId } = await sdk('Ecs.CreateSecurityGroup', { vpcId, securityGroupName: 'tour' });
  const rule = { ipProtocol: 'tcp', portRange: '22/22' };
  await sdk('Ecs.AuthorizeSecurityGroup', { securityGroupId, ...rule, sourceCidrIp: '0.0.0.0/0' });
  await sdk('Ecs.AuthorizeSecurityGroupEgress', { securityGroupId, ...rule, destCidrIp: '10.0.0.0/8' });
  await sdk('Ecs.DescribeSecurityGroups', { vpcId });
  await sdk('Ecs.DescribeSecurityGroupAttribute', { securityGroupId, direction: 'all' });
  await sdk('Ecs.RevokeSecurityGroup', { securityGroupId, ...rule, sourceCidrIp: '0.0.0.0/0' });
  await sdk('Ecs.RevokeSecurityGroupEgress', { securityGroupId, ...rule, destCidrIp: '10.0.0.0/8' });
  return { vpcId, vSwitchId, zoneId, securityGroupId };
}

const launch = ({ vSwitchId, securityGroupId, zoneId }: Network) => ({
  vSwitchId,
  securityGroupId,
  zoneId,
  instanceType,
  imageId: 'debian_11_9_x64_20G_alibase_20240716.vhd',
  systemDisk: { category: 'cloud_essd', size: '20' },
});

async function instances(sdk: SdkCall, network: Network): Promise<string> {
  const made = await sdk('Ecs.CreateInstance', {
    ...launch(network),
    systemDisk: { category: 'cloud_essd' },
  });
  await sdk('Ecs.StartInstance', { instanceId: made.instanceId });
  await sdk('Ecs.DeleteInstances', { instanceId: [made.instanceId], force: true });
  const { instanceIdSets } = await sdk('Ecs.RunInstances', {
    ...launch(network),
    keyPairName,
    userData: Buffer.from('#!/bin/sh\n').toString('base64'),
    dataDisk: [{ category: 'cloud_essd', size: 20, diskName: 'data' }],
    tag: [{ key: 'tour', value: '1' }],
  });
  const [instanceId] = instanceIdSets.instanceIdSet;
  const ids = JSON.stringify([instanceId]);
  await sdk('Ecs.DescribeInstances', { instanceIds: ids });
  await sdk('Ecs.DescribeInstanceStatus', { instanceId: [instanceId] });
  await sdk('Ecs.DescribeUserData', { instanceId });
  await sdk('Ecs.GetInstanceConsoleOutput', { instanceId });
  await sdk('Ecs.ModifyInstanceAttribute', { instanceId, instanceName: 'renamed' });
  const autoReleaseTime = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, 'Z');
  await sdk('Ecs.ModifyInstanceAutoReleaseTime', { instanceId, autoReleaseTime });
  await commands(sdk, instanceId);
  await sdk('Ecs.RebootInstance', { instanceId });
  await sdk('Ecs.RebootInstances', { instanceId: [instanceId] });
  await sdk('Ecs.StopInstance', { instanceId, stoppedMode: 'KeepCharging' });
  await sdk('Ecs.DetachKeyPair', { keyPairName, instanceIds: ids });
  await sdk('Ecs.AttachKeyPair', { keyPairName, instanceIds: ids });
  await sdk('Ecs.StartInstances', { instanceId: [instanceId] });
  await sdk('Ecs.StopInstances', { instanceId: [instanceId] });
  await sdk('Ecs.DescribeInstances', { pageSize: 10 });
  return instanceId;
}

async function commands(sdk: SdkCall, instanceId: string): Promise<void> {
  const ids = [instanceId];
  await sdk('Ecs.DescribeCloudAssistantStatus', { instanceId: ids });
  const script = { type: 'RunShellScript', commandContent: Buffer.from('true').toString('base64') };
  const { invokeId } = await sdk('Ecs.RunCommand', { ...script, instanceId: ids });
  await sdk('Ecs.DescribeInvocationResults', { invokeId });
  await sdk('Ecs.StopInvocation', { invokeId });
  const { commandId } = await sdk('Ecs.CreateCommand', { ...script, name: 'tour' });
  await sdk('Ecs.InvokeCommand', { commandId, instanceId: ids });
  await sdk('Ecs.DeleteCommand', { commandId });
  const file = { name: 'tour', targetDir: '/tmp', content: 'tour' };
  const sent = await sdk('Ecs.SendFile', { ...file, instanceId: ids });
  await sdk('Ecs.DescribeSendFileResults', { invokeId: sent.invokeId });
}

async function addresses(sdk: SdkCall, product: string, instanceId: string): Promise<void> {
  const { allocationId } = await sdk(`${product}.AllocateEipAddress`, { bandwidth: '5' });
  await sdk(`${product}.AssociateEipAddress`, { allocationId, instanceId });
  await sdk(`${product}.DescribeEipAddresses`, { allocationId });
  await sdk('Ecs.DescribeInstances');
  await sdk(`${product}.UnassociateEipAddress`, { allocationId, instanceId });
  await sdk(`${product}.ReleaseEipAddress`, { allocationId });
}

async function images(sdk: SdkCall, instanceId: string): Promise<string> {
  const { imageId } = await sdk('Ecs.CreateImage', { instanceId, imageName: 'tour' });
  await sdk('Ecs.DescribeImages', { imageId });
  await sdk('Ecs.ModifyImageAttribute', { imageId, description: 'toured', imageFamily: 'tour' });
  const account = '1234567812345678';
  await sdk('Ecs.ModifyImageSharePermission', { imageId, addAccount: [account] });
  await sdk('Ecs.DescribeImageSharePermission', { imageId });
  await sdk('Ecs.ModifyImageSharePermission', { imageId, removeAccount: [account] });
  const copy = { imageId, destinationRegionId: 'cn-shanghai', destinationImageName: 'copy' };
  const copied = await sdk('Ecs.CopyImage', copy);
  await sdk('Ecs.DescribeImages', {
    regionId: 'cn-shanghai',
    imageId: copied.imageId,
    status: 'Creating,Available',
  });
  await sdk('Ecs.CancelCopyImage', { regionId: 'cn-shanghai', imageId: copied.imageId });
  return imageId;
}

/** The role by which ECS reads a bucket, an image from there, and the end of its import. */
async function imports(sdk: SdkCall, oss: OssClient): Promise<void> {
  const roleName = 'AliyunECSImageImportDefaultRole';
  const trust = JSON.stringify({
    Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: ['ecs.aliyuncs.com'] } }],
    Version: '1',
  });
  const policy = { roleName, policyType: 'System', policyName: 'AliyunECSImageImportRolePolicy' };
  await sdk('Ram.CreateRole', { roleName, assumeRolePolicyDocument: trust });
  await sdk('Ram.UpdateRole', { roleName, newAssumeRolePolicyDocument: trust });
  await sdk('Ram.GetRole', { roleName });
  await sdk('Ram.AttachPolicyToRole', policy);
  await sdk('Ram.ListPoliciesForRole', { roleName });
  await oss.putBucket('tour-images');
  oss.useBucket('tour-images');
  await oss.put('disk.raw', Buffer.alloc(4096));
  const disk = { OSSBucket: 'tour-images', OSSObject: 'disk.raw', format: 'RAW', diskImageSize: 20 };
  const { imageId } = await sdk('Ecs.ImportImage', { imageName: 'imported', diskDeviceMapping: [disk] });
  const { taskSet } = await sdk('Ecs.DescribeTasks', { resourceIds: [imageId], taskAction: 'ImportImage' });
  await sdk('Ecs.CancelTask', { taskId: taskSet.task[0].taskId });
  await oss.delete('disk.raw');
  await oss.deleteBucket('tour-images');
  await sdk('Ram.DetachPolicyFromRole', policy);
  await sdk('Ram.DeleteRole', { roleName });
}

async function tags(sdk: SdkCall, instanceId: string, { vpcId }: Network): Promise<void> {
  const ecs = { resourceType: 'instance', resourceId: [instanceId] };
  const vpc = { resourceType: 'VPC', resourceId: [vpcId] };
  const tag = [{ key: 'k', value: 'v' }];
  await sdk('Ecs.TagResources', { ...ecs, tag });
  await sdk('Vpc.TagResources', { ...vpc, tag });
  await sdk('Ecs.ListTagResources', ecs);
  await sdk('Vpc.ListTagResources', vpc);
  await sdk('Ecs.UntagResources', { ...ecs, tagKey: ['k'] });
  await sdk('Vpc.UnTagResources', { ...vpc, tagKey: ['k'] });
  const one = { resourceType: 'instance', resourceId: instanceId };
  await sdk('Ecs.AddTags', { ...one, tag });
  await sdk('Ecs.DescribeTags', one);
  await sdk('Ecs.RemoveTags', { ...one, tag });
}

async function snapshotsAndDisks(sdk: SdkCall, network: Network): Promise<void> {
  const kept = { category: 'cloud_essd', size: 20, deleteWithInstance: false };
  const { instanceId } = await sdk('Ecs.CreateInstance', {
    ...launch(network),
    systemDisk: { category: 'cloud_essd' },
    dataDisk: [kept],
    internetMaxBandwidthOut: 5,
  });
  await sdk('Ecs.AllocatePublicIpAddress', { instanceId });
  const { disks } = await sdk('Ecs.DescribeDisks', { instanceId, diskType: 'data' });
  const [{ diskId }] = disks.disk;
  await sdk('Ecs.StartInstance', { instanceId });
  const { snapshotId } = await sdk('Ecs.CreateSnapshot', { diskId });
  await sdk('Ecs.DescribeSnapshots', { instanceId });
  await sdk('Ecs.DeleteSnapshot', { snapshotId, force: true });
  await sdk('Ecs.DeleteInstance', { instanceId, force: true });
  await sdk('Ecs.DescribeDisks', { diskIds: JSON.stringify([diskId]) });
  await sdk('Ecs.DeleteDisk', { diskId });
}

async function removeNetwork(sdk: SdkCall, product: string, network: Network): Promise<void> {
  if (product === 'Ecs')
    await sdk('Ecs.DeleteKeyPairs', { keyPairNames: JSON.stringify([keyPairName, 'imported']) });
  await sdk('Ecs.DeleteSecurityGroup', { securityGroupId: network.securityGroupId });
  await sdk(`${product}.DeleteVSwitch`, { vSwitchId: network.vSwitchId });
  await sdk(`${product}.DeleteVpc`, { vpcId: network.vpcId });
}
