import { mostEipBandwidth } from '../../cloud/alibaba/rules/combinations.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import type { EffectRun } from '../effects.ts';
import { commaTexts, requiredText, text } from '../params.ts';
import { notFound } from '../refusal.ts';
import type { Eip, RegionState } from '../world-state.ts';
import { nextAddress } from './addresses.ts';
import { eipOf, instanceWith } from './instance-records.ts';
import { pageOf } from './page.ts';
import { born, checkQuota, find, isoSeconds, newestFirst, regionNamed, regionOf } from './table.ts';
import { hasTags, readTagFilter, vpcTags } from './tag-set.ts';

/** Effects on EIPs. */
export const eipEffects: Readonly<Record<string, EffectRun>> = {
  'eip-associated'(world, { region, id }) {
    const eip = find(regionNamed(world, region).eips, id);
    if (eip?.status !== 'Associating') return;
    eip.status = 'InUse';
    world.guests?.listen(eip.instanceId, eip.address);
  },
  'eip-unassociated'(world, { region, id }) {
    const eip = find(regionNamed(world, region).eips, id);
    if (eip?.status !== 'Unassociating') return;
    eip.status = 'Available';
    eip.instanceId = '';
  },
  'eip-released'(world, { region, id }) {
    delete regionNamed(world, region).eips[id];
  },
};

const allocate: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const bandwidth = text(params, 'Bandwidth') || '5';
  const internetChargeType = text(params, 'InternetChargeType') || 'PayByBandwidth';
  const most = mostEipBandwidth(internetChargeType);
  if (!/^\d{1,4}$/.test(bandwidth) || Number(bandwidth) < 1 || Number(bandwidth) > most)
    throw invalid('Bandwidth');
  checkQuota(Object.keys(region.eips).length, world.quotas.eips, { status: 400, code: 'QuotaExceeded.Eip' });
  const eip: Eip = {
    ...born(world, 'eip', params),
    address: nextAddress(world),
    name: text(params, 'Name'),
    description: text(params, 'Description'),
    bandwidth,
    internetChargeType,
    isp: text(params, 'ISP') || 'BGP',
    status: 'Available',
    instanceId: '',
  };
  region.eips[eip.id] = eip;
  const ids = { AllocationId: eip.id, EipAddress: eip.address };
  return call.product === 'Vpc' ? { ...ids, ResourceGroupId: eip.resourceGroupId } : ids;
};

const associate: Handler = (call, world) => {
  const region = regionOf(world, call);
  const eip = eipWith(region, requiredText(call.params, 'AllocationId'));
  const instance = instanceWith(region, requiredText(call.params, 'InstanceId'));
  if (eip.status === 'InUse' && eip.instanceId === instance.id) throw duplicated();
  if (eip.status !== 'Available') throw incorrectEipStatus();
  if (instance.status !== 'Running' && instance.status !== 'Stopped') {
    throw new ApiError(
      400,
      'IncorrectInstanceStatus',
      'Current instance status does not support this operation.',
    );
  }
  if (instance.publicIp !== '') {
    throw new ApiError(
      400,
      'InvalidStatus.InstanceHasBandWidth',
      'The instance already has a public IP address.',
    );
  }
  if (eipOf(region, instance.id) !== undefined) throw duplicated();
  eip.status = 'Associating';
  eip.instanceId = instance.id;
  world.later(world.latency.eipAssociate, { name: 'eip-associated', region: call.region, id: eip.id });
  return {};
};

const unassociate: Handler = (call, world) => {
  const region = regionOf(world, call);
  const eip = eipWith(region, requiredText(call.params, 'AllocationId'));
  const instanceId = text(call.params, 'InstanceId');
  if (eip.status !== 'InUse') throw incorrectEipStatus();
  if (instanceId !== '' && instanceId !== eip.instanceId) {
    throw new ApiError(400, 'InvalidInstanceId.NotFound', `The EIP is not associated with ${instanceId}.`);
  }
  eip.status = 'Unassociating';
  world.guests?.unlisten(eip.instanceId, eip.address);
  world.later(world.latency.eipUnassociate, { name: 'eip-unassociated', region: call.region, id: eip.id });
  return {};
};

const release: Handler = (call, world) => {
  const region = regionOf(world, call);
  const eip = eipWith(region, requiredText(call.params, 'AllocationId'));
  if (eip.status !== 'Available') throw incorrectEipStatus();
  eip.status = 'Releasing';
  world.later(world.latency.eipRelease, { name: 'eip-released', region: call.region, id: eip.id });
  return {};
};

const describe: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const tags = readTagFilter(params);
  const ids = commaTexts(params, 'AllocationId');
  const addresses = commaTexts(params, 'EipAddress');
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const found = newestFirst(region.eips)
    .filter(({ id }) => ids === undefined || ids.includes(id))
    .filter(({ address }) => addresses === undefined || addresses.includes(address))
    .filter(({ status, instanceId, name }) => {
      return asked('Status', status) && asked('AssociatedInstanceId', instanceId) && asked('EipName', name);
    })
    .filter((eip) => asked('ResourceGroupId', eip.resourceGroupId) && hasTags(world, eip, tags));
  const page = pageOf(found, params);
  return { ...page.fields, EipAddresses: { EipAddress: page.items.map((eip) => view(call, region, eip)) } };
};

function eipWith(region: RegionState, id: string): Eip {
  const eip = find(region.eips, id);
  if (eip === undefined) throw notFound('AllocationId', id);
  return eip;
}

function view(call: Call, region: RegionState, eip: Eip) {
  const both = {
    AllocationId: eip.id,
    IpAddress: eip.address,
    Status: eip.status,
    InstanceId: eip.instanceId,
    InstanceType: eip.instanceId === '' ? '' : 'EcsInstance',
    Bandwidth: eip.bandwidth,
    EipBandwidth: eip.bandwidth,
    InternetChargeType: eip.internetChargeType,
    ChargeType: 'PostPaid',
    AllocationTime: isoSeconds(eip.createdAt),
    ExpiredTime: '',
    RegionId: call.region,
    OperationLocks: { LockReason: [] },
  };
  if (call.product !== 'Vpc') return both;
  const instance = find(region.instances, eip.instanceId);
  return {
    ...both,
    Name: eip.name,
    Description: eip.description,
    ISP: eip.isp,
    InstanceRegionId: instance === undefined ? '' : call.region,
    PrivateIpAddress: instance?.privateIp ?? '',
    VpcId: instance?.vpcId ?? '',
    ResourceGroupId: eip.resourceGroupId,
    Tags: vpcTags(eip.tags),
  };
}

function incorrectEipStatus(): ApiError {
  return new ApiError(
    400,
    'IncorrectEipStatus',
    'Current elastic IP status does not support this operation.',
  );
}

function duplicated(): ApiError {
  return new ApiError(
    400,
    'InvalidAssociation.Duplicated',
    'The specified instance already has an associated EIP.',
  );
}

function invalid(name: string): ApiError {
  return new ApiError(400, 'InvalidParameter', `Specified parameter "${name}" is not valid.`);
}

const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** Elastic IP addresses, as the VPC product and (older, fewer fields, no tokens on binding) ECS answer them. */
export const eipActions: readonly Action[] = [
  ...['Ecs', 'Vpc'].flatMap((product) => [
    { name: `${product}.AllocateEipAddress`, required: ['RegionId'], handler: allocate, clientToken },
    { name: `${product}.ReleaseEipAddress`, required: ['AllocationId'], handler: release },
    { name: `${product}.DescribeEipAddresses`, required: ['RegionId'], handler: describe },
  ]),
  { name: 'Ecs.AssociateEipAddress', required: ['AllocationId', 'InstanceId'], handler: associate },
  {
    name: 'Vpc.AssociateEipAddress',
    required: ['AllocationId', 'InstanceId'],
    handler: associate,
    clientToken,
  },
  { name: 'Ecs.UnassociateEipAddress', required: ['AllocationId', 'InstanceId'], handler: unassociate },
  { name: 'Vpc.UnassociateEipAddress', required: ['AllocationId'], handler: unassociate, clientToken },
];
