import { DescribeAvailableResourceRequest } from '@alicloud/ecs20140526/dist/models/DescribeAvailableResourceRequest.js';
import type { DescribeAvailableResourceResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeAvailableResourceResponseBody.js';
import { DescribeZonesRequest } from '@alicloud/ecs20140526/dist/models/DescribeZonesRequest.js';
import type { DescribeZonesResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeZonesResponseBody.js';
import { isBuildError } from '../../errors/build-error.ts';
import type { Zone } from '../port.ts';
import { text } from './answer.ts';
import type { Client } from './client.ts';
import { sharedLookUp } from './shared-look-up.ts';
import { params, type Wire } from './wire.ts';

/** Zones that can hold a vSwitch: those with the type in stock, then those that sell it, then the rest. */
export function zones(
  client: Client,
): (instanceType: string, signal: AbortSignal) => Promise<readonly Zone[]> {
  const all = sharedLookUp((_, signal) => rowsOf(client, signal));
  const stock = sharedLookUp((instanceType, signal) => stockOf(client, instanceType, signal));
  return async (instanceType, signal) =>
    sorted(...(await Promise.all([all('', signal), stock(instanceType, signal)])), instanceType);
}

type Row = NonNullable<NonNullable<Wire<DescribeZonesResponseBody>['Zones']>['Zone']>[number];

async function rowsOf(client: Client, signal: AbortSignal): Promise<readonly Row[]> {
  const answer = await client.call<DescribeZonesResponseBody>({
    product: 'Ecs',
    action: 'DescribeZones',
    params: params(DescribeZonesRequest, {}),
    doing: 'Reading the zones',
    signal,
  });
  return answer.Zones?.Zone ?? [];
}

function sorted(
  rows: readonly Row[],
  stock: ReadonlySet<string> | undefined,
  instanceType: string,
): readonly Zone[] {
  const known = rows.flatMap((row): Zone[] => {
    if (row.AvailableResourceCreation?.ResourceTypes?.includes('VSwitch') !== true) return [];
    const id = text(row.ZoneId);
    const types = row.AvailableInstanceTypes?.InstanceTypes ?? [];
    // The list of types lags behind what is sold.
    const offersType = types.includes(instanceType) || stock?.has(id) === true;
    return [{ id, offersType, inStock: stock?.has(id) ?? offersType, types }];
  });
  return known.toSorted((one, other) => rank(one) - rank(other));
}

function rank(zone: Zone): number {
  return zone.inStock ? 0 : zone.offersType ? 1 : 2;
}

/** The zones with the type in stock; `undefined` when the keys may not ask, so that a poor policy builds all the same. */
async function stockOf(
  client: Client,
  instanceType: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const answer = await client.call<DescribeAvailableResourceResponseBody>({
      product: 'Ecs',
      action: 'DescribeAvailableResource',
      params: params(DescribeAvailableResourceRequest, {
        destinationResource: 'InstanceType',
        instanceChargeType: 'PostPaid',
        instanceType,
      }),
      doing: `Reading the stock of ${instanceType}`,
      signal,
    });
    return new Set(zonesWithStock(answer.AvailableZones?.AvailableZone ?? [], instanceType));
  } catch (error) {
    if (isBuildError(error, 'cloud-denied', 'cloud-invalid')) return undefined;
    throw error;
  }
}

type AvailableZone = {
  readonly ZoneId?: string;
  readonly AvailableResources?: {
    readonly AvailableResource?: readonly {
      readonly SupportedResources?: {
        readonly SupportedResource?: readonly {
          readonly Value?: string;
          readonly Status?: string;
          readonly StatusCategory?: string;
        }[];
      };
    }[];
  };
};

function zonesWithStock(rows: readonly AvailableZone[], instanceType: string): readonly string[] {
  const has = (zone: AvailableZone) =>
    (zone.AvailableResources?.AvailableResource ?? [])
      .flatMap((resource) => resource.SupportedResources?.SupportedResource ?? [])
      .some(
        (type) =>
          type.Value === instanceType && type.Status === 'Available' && isStocked(type.StatusCategory),
      );
  return rows.filter(has).map((zone) => text(zone.ZoneId));
}

// ClosedWithStock: still there, but no longer refilled.
function isStocked(category: string | undefined): boolean {
  return category === undefined || category === 'WithStock' || category === 'ClosedWithStock';
}
