import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { findDiskCategory } from '../catalog/disk-categories.ts';
import {
  findInstanceType,
  type InstanceType,
  instanceTypes,
  typesWith,
  zonesSelling,
} from '../catalog/instance-types.ts';
import { commaTexts, type Params, repeated, requiredText, text, wholeNumber } from '../params.ts';
import { notFound } from '../refusal.ts';
import { tokenPage } from './page.ts';
import { zonesOf } from './regions.ts';

const destinations = ['Zone', 'IoOptimized', 'InstanceType', 'Network', 'SystemDisk', 'DataDisk'];

interface Offer {
  readonly value: string;
  readonly inStock: boolean;
  readonly sizes?: readonly [min: number, max: number];
}

/** What can be bought in each zone; zones where nothing of what was asked is sold are left out. */
const describeAvailableResource: Handler = (call) => {
  const { params } = call;
  const destination = requiredText(params, 'DestinationResource');
  if (!destinations.includes(destination)) {
    throw new ApiError(
      400,
      'Invalid.Param',
      `The specified DestinationResource is not valid: ${destination}.`,
    );
  }
  const asked = text(params, 'ZoneId');
  if (asked !== '' && !zonesOf(call).includes(asked)) throw notFound('ZoneId', asked);
  const zones = zonesOf(call)
    .filter((zone) => asked === '' || zone === asked)
    .map((zone) => ({ zone, types: typesIn(call, zone) }))
    .filter(({ types }) => types.length > 0);
  return {
    AvailableZones: {
      AvailableZone: zones.map(({ zone, types }) => zoneView(call, { zone, types, destination })),
    },
  };
};

interface ZoneOffer {
  readonly zone: string;
  readonly types: readonly InstanceType[];
  readonly destination: string;
}

function zoneView(call: Call, { zone, types, destination }: ZoneOffer) {
  const offers = offersOf(call.params, types, { zone, destination });
  const stock = stockFields(offers.some(({ inStock }) => inStock));
  const resource = {
    Type: destination,
    SupportedResources: { SupportedResource: offers.map(offerView) },
  };
  return {
    RegionId: call.region,
    ZoneId: zone,
    ...stock,
    AvailableResources: { AvailableResource: [resource] },
  };
}

function offerView({ value, inStock, sizes }: Offer) {
  const range = sizes === undefined ? {} : { Min: sizes[0], Max: sizes[1], Unit: 'GiB' };
  return { Value: value, ...stockFields(inStock), ...range };
}

function stockFields(inStock: boolean) {
  return inStock
    ? { Status: 'Available', StatusCategory: 'WithStock' }
    : { Status: 'SoldOut', StatusCategory: 'WithoutStock' };
}

function offersOf(
  params: Params,
  types: readonly InstanceType[],
  { zone, destination }: { zone: string; destination: string },
): readonly Offer[] {
  const inStock = types.length > 0;
  switch (destination) {
    case 'InstanceType':
      return types.map(({ id }) => ({ value: id, inStock: true }));
    case 'SystemDisk':
    case 'DataDisk':
      return diskOffers(params, types, destination);
    case 'Network':
      return [{ value: 'vpc', inStock }];
    case 'IoOptimized':
      return [{ value: 'optimized', inStock }];
    default:
      return [{ value: zone, inStock }];
  }
}

function diskOffers(params: Params, types: readonly InstanceType[], destination: string): readonly Offer[] {
  const asked = text(params, destination === 'SystemDisk' ? 'SystemDiskCategory' : 'DataDiskCategory');
  const names = [...new Set(types.flatMap(({ disks }) => disks))].filter(
    (name) => asked === '' || name === asked,
  );
  return names.flatMap((name) => {
    const category = findDiskCategory(name);
    if (category === undefined) return [];
    return [
      { value: name, inStock: true, sizes: destination === 'SystemDisk' ? category.system : category.data },
    ];
  });
}

function typesIn(call: Call, zone: string): readonly InstanceType[] {
  const { params } = call;
  const cores = wholeNumber(params, 'Cores');
  const memory = text(params, 'Memory');
  const id = text(params, 'InstanceType');
  const disk = text(params, 'SystemDiskCategory') || text(params, 'DataDiskCategory');
  return typesWith(id)
    .filter((type) => zonesSelling(type, call.region).includes(zone))
    .filter((type) => (id === '' || type.id === id) && (disk === '' || type.disks.includes(disk)))
    .filter((type) => cores === undefined || type.cores === cores)
    .filter((type) => memory === '' || type.memory === Number(memory));
}

/** Types by id, family or size; pages by NextToken. An id that is no type is refused. */
const describeInstanceTypes: Handler = (call) => {
  const { params } = call;
  const ids = repeated(params, 'InstanceTypes');
  const unknown = ids.find((id) => findInstanceType(id) === undefined);
  if (unknown !== undefined) {
    throw new ApiError(
      400,
      'InvalidInstanceType.ValueNotSupported',
      `The specified InstanceType is not valid: ${unknown}.`,
    );
  }
  const families = commaTexts(params, 'InstanceTypeFamily') ?? repeated(params, 'InstanceTypeFamilies');
  const leastCores = wholeNumber(params, 'MinimumCpuCoreCount') ?? 0;
  const leastMemory = Number(text(params, 'MinimumMemorySize') || '0');
  const madeUp = ids.flatMap((id) => typesWith(id).slice(instanceTypes.length));
  const found = [...instanceTypes, ...madeUp]
    .filter(({ id }) => ids.length === 0 || ids.includes(id))
    .filter(({ family }) => families.length === 0 || families.includes(family))
    .filter(({ cores, memory }) => cores >= leastCores && memory >= leastMemory);
  const page = tokenPage(found, params, 1600);
  return { ...page.fields, InstanceTypes: { InstanceType: page.items.map(typeView) } };
};

function typeView(type: InstanceType) {
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: type.family,
    CpuCoreCount: type.cores,
    MemorySize: type.memory,
    CpuArchitecture: type.architecture,
    InstanceFamilyLevel: type.generation === 'ecs-3' ? 'EntryLevel' : 'EnterpriseLevel',
    GPUAmount: 0,
    GPUSpec: '',
    EniQuantity: 2,
    LocalStorageAmount: type.localDisks,
    LocalStorageCategory: type.localDisks > 0 ? 'local_hdd_pro' : '',
    NvmeSupport: 'unsupported',
    SupportedBootModes: { SupportedBootMode: type.architecture === 'ARM' ? ['UEFI'] : ['BIOS', 'UEFI'] },
  };
}

/** What can be bought where. */
export const offerActions: readonly Action[] = [
  {
    name: 'Ecs.DescribeAvailableResource',
    required: ['RegionId', 'DestinationResource'],
    handler: describeAvailableResource,
  },
  { name: 'Ecs.DescribeInstanceTypes', required: [], handler: describeInstanceTypes },
];
