import { RunInstancesRequest } from '@alicloud/ecs20140526/dist/models/RunInstancesRequest.js';
import type { Mark } from '../../engine/mark.ts';
import type { DiskSpec, InstanceSpec } from '../instances.ts';
import { tagList } from './answer.ts';
import { type Params, params } from './wire.ts';

/**
 * The parameters of RunInstances for one build instance: paid by use, key pair and user data in the same call, so that
 * nothing is left to attach and the first boot is the only one.
 */
export function runParams(spec: InstanceSpec, mark: Mark): Params {
  return params(RunInstancesRequest, {
    ...identity(spec, mark),
    ...placement(spec),
    ...login(spec),
    ...internet(spec),
    systemDisk: systemDisk(spec.systemDisk),
    dataDisk: spec.dataDisks.map(dataDisk),
  });
}

function identity(spec: InstanceSpec, mark: Mark) {
  return {
    instanceName: spec.name,
    description: spec.description,
    resourceGroupId: spec.resourceGroupId,
    tag: tagList(spec.tags, mark.tags),
    autoReleaseTime: spec.autoReleaseTime,
    clientToken: mark.token,
    amount: 1,
  };
}

function placement(spec: InstanceSpec) {
  return {
    instanceType: spec.type,
    imageId: spec.imageId,
    zoneId: spec.zoneId,
    securityGroupId: spec.securityGroupId,
    vSwitchId: spec.vSwitchId,
    instanceChargeType: 'PostPaid',
    spotStrategy: spec.spotStrategy,
    spotPriceLimit: spec.spotPriceLimit,
    ioOptimized: spec.ioOptimized === undefined ? undefined : spec.ioOptimized ? 'optimized' : 'none',
    securityEnhancementStrategy: spec.securityEnhancementStrategy,
  };
}

function login(spec: InstanceSpec) {
  return {
    keyPairName: spec.keyPairName,
    password: spec.password,
    ramRoleName: spec.ramRoleName,
    userData: spec.userData === undefined ? undefined : Buffer.from(spec.userData).toString('base64'),
  };
}

function internet(spec: InstanceSpec) {
  if (spec.internetMaxBandwidthOut <= 0) return {};
  return {
    internetChargeType: spec.internetChargeType,
    internetMaxBandwidthOut: spec.internetMaxBandwidthOut,
  };
}

// The system disk has no DeleteWithInstance here: it always goes with its instance.
function systemDisk(disk: DiskSpec) {
  return { ...common(disk), size: disk.size > 0 ? String(disk.size) : undefined };
}

function dataDisk(disk: DiskSpec) {
  return {
    ...common(disk),
    size: disk.size > 0 ? disk.size : undefined,
    device: disk.device,
    snapshotId: disk.snapshotId,
    deleteWithInstance: disk.deleteWithInstance,
  };
}

function common(disk: DiskSpec) {
  return {
    diskName: disk.name,
    category: disk.category,
    description: disk.description,
    encrypted: disk.encrypted === undefined ? undefined : String(disk.encrypted),
    KMSKeyId: disk.kmsKeyId,
  };
}
