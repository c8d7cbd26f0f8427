import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { endDryRun, flag, text, wholeNumber } from '../params.ts';
import type { World } from '../world.ts';
import type { Disk, Instance } from '../world-state.ts';
import { nextAddress } from './addresses.ts';
import { afterPending, scheduleRelease } from './instance-lifecycle.ts';
import { type Launch, readLaunch } from './launch.ts';
import { releaseTime } from './launch-checks.ts';
import type { DiskSpec } from './launch-disks.ts';
import { born, checkQuota, find, regionOf } from './table.ts';

const mostAtOnce = 100;

/** Pending, Starting and Running by itself; with bandwidth it has a public address at once. */
const runInstances: Handler = (call, world) => {
  const amount = wholeNumber(call.params, 'Amount') ?? 1;
  if (amount < 1 || amount > mostAtOnce) {
    throw new ApiError(403, 'InvalidParam.Amount', `The specified Amount must be from 1 to ${mostAtOnce}.`);
  }
  const launch = prepare(call, world, amount);
  const made = Array.from({ length: amount }, (_, index) =>
    create(call, world, { launch, suffix: index + 1 }),
  );
  const bandwidth = wholeNumber(call.params, 'InternetMaxBandwidthOut') ?? 0;
  for (const instance of made) {
    if (bandwidth > 0) instance.publicIp = nextAddress(world);
    afterPending(world, call.region, { instance, next: 'Running' });
  }
  return { InstanceIdSets: { InstanceIdSet: made.map(({ id }) => id) }, OrderId: '', TradePrice: 0 };
};

/** Pending, then Stopped; no public address until AllocatePublicIpAddress. */
const createInstance: Handler = (call, world) => {
  const launch = prepare(call, world, 1);
  const instance = create(call, world, { launch, suffix: 1 });
  afterPending(world, call.region, { instance, next: 'Stopped' });
  return { InstanceId: instance.id, OrderId: '', TradePrice: 0 };
};

function prepare(call: Call, world: World, amount: number): Launch {
  const region = regionOf(world, call);
  const launch = readLaunch(call, world, amount);
  releaseTime(text(call.params, 'AutoReleaseTime'), world.now());
  const quota = { status: 403, code: 'QuotaExceed.ElasticQuota' };
  checkQuota(Object.keys(region.instances).length + amount - 1, world.quotas.instances, quota);
  born(world, 'i', call.params);
  endDryRun(call.params);
  return launch;
}

function create(call: Call, world: World, { launch, suffix }: { launch: Launch; suffix: number }): Instance {
  const { params } = call;
  const region = regionOf(world, call);
  const resource = born(world, 'i', params);
  const unique = flag(params, 'UniqueSuffix') ? String(suffix).padStart(3, '0') : '';
  const name = text(params, 'InstanceName');
  const hostName = text(params, 'HostName');
  const instance: Instance = {
    ...resource,
    ...network(call, world, launch),
    ...logins(call),
    ...money(call),
    name: name === '' ? resource.id : `${name}${unique}`,
    description: text(params, 'Description'),
    hostName: hostName === '' ? `iZ${resource.id.slice(2)}Z` : `${hostName}${unique}`,
    imageId: launch.image.id,
    osName: launch.image.osName,
    osType: launch.image.osType,
    instanceType: launch.instanceType.id,
    status: 'Pending',
    transition: 0,
    startedAt: 0,
    autoReleaseTime: releaseTime(text(params, 'AutoReleaseTime'), world.now()),
    deletionProtection: flag(params, 'DeletionProtection'),
    stoppedMode: 'Not-applicable',
    content: contentOf(call, world, launch),
  };
  region.instances[instance.id] = instance;
  for (const spec of launch.disks) addDisk(call, world, { spec, instance });
  scheduleRelease(world, call.region, instance);
  return instance;
}

function network(call: Call, world: World, { vSwitch, securityGroupIds }: Launch) {
  return {
    zoneId: vSwitch.zoneId,
    vpcId: vSwitch.vpcId,
    vSwitchId: vSwitch.id,
    securityGroupIds: [...securityGroupIds],
    privateIp: nextAddress(world),
    networkInterfaceId: world.newId('eni'),
    publicIp: '',
    internetChargeType: text(call.params, 'InternetChargeType') || 'PayByTraffic',
    internetMaxBandwidthOut: wholeNumber(call.params, 'InternetMaxBandwidthOut') ?? 0,
  };
}

/** A key pair ends logins by password. */
function logins({ params }: Call) {
  const keyPairName = text(params, 'KeyPairName');
  return {
    keyPairName,
    password: keyPairName === '' ? text(params, 'Password') : '',
    userData: text(params, 'UserData'),
    ramRoleName: text(params, 'RamRoleName'),
    httpTokens: text(params, 'HttpTokens') || 'optional',
  };
}

function money({ params }: Call) {
  return {
    spotStrategy: text(params, 'SpotStrategy') || 'NoSpot',
    spotPriceLimit: Number(text(params, 'SpotPriceLimit') || '0'),
  };
}

/** A custom image begins from the files of its system snapshot. */
function contentOf(call: Call, world: World, { image }: Launch): string {
  const system = image.mappings.find(({ type }) => type === 'system');
  return find(regionOf(world, call).snapshots, system?.snapshotId ?? '')?.content ?? '';
}

function addDisk(call: Call, world: World, { spec, instance }: { spec: DiskSpec; instance: Instance }): void {
  const disk: Disk = {
    ...spec,
    id: world.newId('d'),
    createdAt: world.now(),
    resourceGroupId: instance.resourceGroupId,
    tags: [...instance.tags],
    zoneId: instance.zoneId,
    imageId: spec.type === 'system' ? instance.imageId : '',
    instanceId: instance.id,
    attachedAt: world.now(),
    everAttached: true,
    status: 'In_use',
  };
  regionOf(world, call).disks[disk.id] = disk;
}

const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** How instances come to be. */
export const instanceActions: readonly Action[] = [
  { name: 'Ecs.RunInstances', required: ['RegionId'], handler: runInstances, clientToken },
  {
    name: 'Ecs.CreateInstance',
    required: ['RegionId', 'InstanceType'],
    handler: createInstance,
    clientToken,
  },
];
