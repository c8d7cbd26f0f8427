import type { Action, Call, Handler } from '../action.ts';
import { diskCategories } from '../catalog/disk-categories.ts';
import { type InstanceType, instanceTypes, zonesSelling } from '../catalog/instance-types.ts';
import { findRegion, regions, zoneName } from '../catalog/regions.ts';
import { regionUnknown } from './table.ts';

const describeRegions: Handler = (call) => ({
  Regions: {
    Region: regions.map(({ id, localName, endpoint }) => ({
      RegionId: id,
      LocalName: localName,
      RegionEndpoint: call.product === 'Vpc' ? vpcEndpoint(id) : endpoint,
      ...(call.product === 'Ecs' ? { Status: 'available' } : {}),
    })),
  },
});

const describeZones: Handler = (call) => ({
  Zones: { Zone: zonesOf(call).map((zone) => zoneView(call, zone)) },
});

const describeVpcZones: Handler = (call) => ({
  Zones: {
    Zone: zonesOf(call).map((zone) => ({
      ZoneId: zone,
      LocalName: nameOf(call, zone),
      ZoneType: 'AvailabilityZone',
    })),
  },
});

/** The zones of the region of a call; throws InvalidRegionId.NotFound. */
export function zonesOf(call: Call): readonly string[] {
  const region = findRegion(call.region);
  if (region === undefined) throw regionUnknown(call.region);
  return region.zones;
}

function zoneView(call: Call, zone: string) {
  const types = instanceTypes.filter((type) => zonesSelling(type, call.region).includes(zone));
  const categories = categoriesOf(types);
  return {
    ZoneId: zone,
    LocalName: nameOf(call, zone),
    ZoneType: 'AvailabilityZone',
    AvailableResourceCreation: {
      ResourceTypes: ['VSwitch', 'IoOptimized', 'Instance', 'DedicatedHost', 'Disk'],
    },
    AvailableInstanceTypes: { InstanceTypes: types.map(({ id }) => id) },
    AvailableDiskCategories: { DiskCategories: categories },
    AvailableVolumeCategories: { VolumeCategories: [] },
    AvailableResources: { ResourcesInfo: [resourcesInfo(types, categories)] },
  };
}

/** The names in lower case are the service's own. */
function resourcesInfo(types: readonly InstanceType[], categories: readonly string[]) {
  return {
    IoOptimized: true,
    SystemDiskCategories: { supportedSystemDiskCategory: categories },
    DataDiskCategories: { supportedDataDiskCategory: categories },
    NetworkTypes: { supportedNetworkCategory: ['vpc'] },
    InstanceTypeFamilies: { supportedInstanceTypeFamily: [...new Set(types.map(({ family }) => family))] },
    InstanceTypes: { supportedInstanceType: types.map(({ id }) => id) },
    InstanceGenerations: {
      supportedInstanceGeneration: [...new Set(types.map(({ generation }) => generation))],
    },
  };
}

function categoriesOf(types: readonly InstanceType[]): readonly string[] {
  const offered = new Set(types.flatMap(({ disks }) => disks));
  return diskCategories.map(({ name }) => name).filter((name) => offered.has(name));
}

function nameOf(call: Call, zone: string): string {
  const region = findRegion(call.region);
  return region === undefined ? zone : zoneName(region, zone);
}

function vpcEndpoint(id: string): string {
  return id === 'cn-hangzhou' ? 'vpc.aliyuncs.com' : `vpc.${id}.aliyuncs.com`;
}

/** Regions and zones. */
export const regionActions: readonly Action[] = [
  { name: 'Ecs.DescribeRegions', required: [], handler: describeRegions },
  { name: 'Vpc.DescribeRegions', required: [], handler: describeRegions },
  { name: 'Ecs.DescribeZones', required: ['RegionId'], handler: describeZones },
  { name: 'Vpc.DescribeZones', required: ['RegionId'], handler: describeVpcZones },
];
