import { createHash } from 'node:crypto';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { findInstanceType } from '../catalog/instance-types.ts';
import { endDryRun, jsonTexts, repeated, text } from '../params.ts';
import type { Eip, Instance, RegionState } from '../world-state.ts';
import { eipOf } from './instance-records.ts';
import { pageOf } from './page.ts';
import { isoMinutes, newestFirst, regionOf } from './table.ts';
import { ecsTags, hasTags, readTagFilter } from './tag-set.ts';

const statuses = ['', 'Pending', 'Running', 'Starting', 'Stopping', 'Stopped'];

/** `InstanceIds=[]` is a filter that finds nothing. */
const describeInstances: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  if (!statuses.includes(text(params, 'Status'))) {
    throw new ApiError(404, 'InvalidStatus.NotFound', 'The specified Status is not valid.');
  }
  const isAsked = instanceFilter(call, region);
  endDryRun(params);
  const found = newestFirst(region.instances).filter((each) => isAsked(each) && hasTags(world, each, tags));
  const page = pageOf(found, params, { tokens: true });
  const instances = page.items.map((instance) => view(call.region, region, instance));
  return { ...page.fields, Instances: { Instance: instances } };
};

const describeInstanceStatus: Handler = (call, world) => {
  const region = regionOf(world, call);
  const ids = repeated(call.params, 'InstanceId');
  const zone = text(call.params, 'ZoneId');
  const found = newestFirst(region.instances)
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ zoneId }) => zone === '' || zoneId === zone);
  const page = pageOf(found, call.params, { largest: 50 });
  const items = page.items.map(({ id, status }) => ({ InstanceId: id, Status: status }));
  return { ...page.fields, InstanceStatuses: { InstanceStatus: items } };
};

function instanceFilter({ params }: Call, region: RegionState): (instance: Instance) => boolean {
  const ids = jsonTexts(params, 'InstanceIds');
  const privateIps = jsonTexts(params, 'PrivateIpAddresses');
  const publicIps = jsonTexts(params, 'PublicIpAddresses');
  const eipIps = jsonTexts(params, 'EipAddresses');
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const group = text(params, 'SecurityGroupId');
  return (instance) =>
    isIn(ids, instance.id) &&
    isIn(privateIps, instance.privateIp) &&
    isIn(publicIps, instance.publicIp) &&
    isIn(eipIps, eipOf(region, instance.id)?.address ?? '') &&
    (group === '' || instance.securityGroupIds.includes(group)) &&
    isLike(instance.name, text(params, 'InstanceName')) &&
    asked('Status', instance.status) &&
    asked('ImageId', instance.imageId) &&
    asked('InstanceType', instance.instanceType) &&
    asked('KeyPairName', instance.keyPairName) &&
    asked('VpcId', instance.vpcId) &&
    asked('VSwitchId', instance.vSwitchId) &&
    asked('ZoneId', instance.zoneId) &&
    asked('ResourceGroupId', instance.resourceGroupId);
}

function isIn(wanted: readonly string[] | undefined, value: string): boolean {
  return wanted === undefined || wanted.includes(value);
}

/** `*` stands for any text. */
function isLike(name: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return pattern === '' || new RegExp(`^${parts.join('.*')}$`).test(name);
}

function view(regionId: string, region: RegionState, instance: Instance) {
  return {
    ...identityView(regionId, instance),
    ...stateView(instance),
    ...sizeView(instance),
    ...networkView(instance, eipOf(region, instance.id)),
    ...priceView(instance),
    OperationLocks: { LockReason: instance.recycling ? [{ LockReason: 'Recycling' }] : [] },
    Tags: ecsTags(instance.tags),
  };
}

function identityView(regionId: string, instance: Instance) {
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Description: instance.description,
    HostName: instance.hostName,
    SerialNumber: serialNumber(instance),
    RegionId: regionId,
    ZoneId: instance.zoneId,
    ClusterId: '',
    ResourceGroupId: instance.resourceGroupId,
    ImageId: instance.imageId,
    OSName: instance.osName,
    OSNameEn: instance.osName,
    OSType: instance.osType,
    KeyPairName: instance.keyPairName,
  };
}

function stateView(instance: Instance) {
  return {
    Status: instance.status,
    StoppedMode: instance.stoppedMode,
    CreationTime: isoMinutes(instance.createdAt),
    StartTime: isoMinutes(instance.startedAt || instance.createdAt),
    ExpiredTime: '2099-12-31T15:59Z',
    AutoReleaseTime: instance.autoReleaseTime,
    DeletionProtection: instance.deletionProtection,
    DeviceAvailable: true,
    Recyclable: false,
    MetadataOptions: { HttpEndpoint: 'enabled', HttpTokens: instance.httpTokens, HttpPutResponseHopLimit: 1 },
  };
}

function sizeView(instance: Instance) {
  const type = findInstanceType(instance.instanceType);
  return {
    InstanceType: instance.instanceType,
    InstanceTypeFamily: type?.family ?? '',
    Cpu: type?.cores ?? 0,
    Memory: (type?.memory ?? 0) * 1024,
    GPUAmount: 0,
    GPUSpec: '',
    IoOptimized: true,
  };
}

function networkView(instance: Instance, eip: Eip | undefined) {
  return {
    InstanceNetworkType: 'vpc',
    VpcAttributes: {
      VpcId: instance.vpcId,
      VSwitchId: instance.vSwitchId,
      PrivateIpAddress: { IpAddress: [instance.privateIp] },
      NatIpAddress: '',
    },
    NetworkInterfaces: { NetworkInterface: [interfaceView(instance)] },
    PublicIpAddress: { IpAddress: instance.publicIp === '' ? [] : [instance.publicIp] },
    InnerIpAddress: { IpAddress: [] },
    EipAddress: eipView(eip?.status === 'InUse' ? eip : undefined),
    SecurityGroupIds: { SecurityGroupId: instance.securityGroupIds },
    InternetChargeType: instance.internetChargeType,
    InternetMaxBandwidthOut: instance.internetMaxBandwidthOut,
    InternetMaxBandwidthIn: Math.max(10, instance.internetMaxBandwidthOut),
    VlanId: '',
  };
}

function interfaceView(instance: Instance) {
  return {
    NetworkInterfaceId: instance.networkInterfaceId,
    MacAddress: macAddress(instance),
    PrimaryIpAddress: instance.privateIp,
    Type: 'Primary',
    PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: instance.privateIp, Primary: true }] },
  };
}

function eipView(eip: Eip | undefined) {
  return {
    AllocationId: eip?.id ?? '',
    IpAddress: eip?.address ?? '',
    InternetChargeType: eip?.internetChargeType ?? '',
    ...(eip === undefined ? {} : { Bandwidth: Number(eip.bandwidth) }),
  };
}

function priceView(instance: Instance) {
  return {
    InstanceChargeType: 'PostPaid',
    SaleCycle: '',
    SpotStrategy: instance.spotStrategy,
    SpotPriceLimit: instance.spotPriceLimit,
    CreditSpecification: '',
  };
}

function serialNumber(instance: Instance): string {
  const hash = digest(instance.id);
  return [8, 12, 16, 20, 32].map((end, index, ends) => hash.slice(ends[index - 1] ?? 0, end)).join('-');
}

function macAddress(instance: Instance): string {
  return `00:16:3e:${digest(instance.networkInterfaceId).slice(0, 6).match(/../g)?.join(':')}`;
}

function digest(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** Queries of instances. */
export const instanceQueryActions: readonly Action[] = [
  { name: 'Ecs.DescribeInstances', required: ['RegionId'], handler: describeInstances },
  { name: 'Ecs.DescribeInstanceStatus', required: ['RegionId'], handler: describeInstanceStatus },
];
