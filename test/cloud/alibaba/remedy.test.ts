import { expect, test } from 'vitest';
import { stage } from './stage.ts';

test('each kind of thing tells the command of the aliyun tool that removes one of them', async () => {
  await using on = await stage();
  const { cloud } = on;
  const there = cloud.in('cn-beijing');
  expect([
    cloud.vpcs.remedy('vpc-1'),
    cloud.vSwitches.remedy('vsw-1'),
    cloud.securityGroups.remedy('sg-1'),
    cloud.instances.remedy('i-1'),
    cloud.keyPairs.remedy('key-1'),
    cloud.eips.remedy('eip-1'),
    cloud.snapshots.remedy('s-1'),
    cloud.images.remedy('m-1'),
    there.images.copies.remedy('m-2'),
  ]).toEqual([
    'aliyun vpc DeleteVpc --RegionId cn-hangzhou --VpcId vpc-1',
    'aliyun vpc DeleteVSwitch --RegionId cn-hangzhou --VSwitchId vsw-1',
    'aliyun ecs DeleteSecurityGroup --RegionId cn-hangzhou --SecurityGroupId sg-1',
    'aliyun ecs DeleteInstance --Force true --RegionId cn-hangzhou --InstanceId i-1',
    `aliyun ecs DeleteKeyPairs --RegionId cn-hangzhou --KeyPairNames '["key-1"]'`,
    'aliyun vpc ReleaseEipAddress --RegionId cn-hangzhou --AllocationId eip-1',
    'aliyun ecs DeleteSnapshot --Force true --RegionId cn-hangzhou --SnapshotId s-1',
    'aliyun ecs DeleteImage --Force true --RegionId cn-hangzhou --ImageId m-1',
    'aliyun ecs DeleteImage --Force true --RegionId cn-beijing --ImageId m-2',
  ]);
});
