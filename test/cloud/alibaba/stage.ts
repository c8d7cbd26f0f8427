import { createRequire } from 'node:module';
import { expect } from 'vitest';
import { alibabaCloud } from '../../../src/cloud/alibaba/alibaba-cloud.ts';
import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../../src/cloud/alibaba/credentials/static-keys.ts';
import type { DiskSpec, InstanceSpec } from '../../../src/cloud/instances.ts';
import type { Cloud, Kind } from '../../../src/cloud/port.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../src/emulator/emulator.ts';
import type { Mark, Marked } from '../../../src/engine/mark.ts';
import { never } from './account.ts';

export interface Stage extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly cloud: Cloud;
  calls(action: string): readonly Readonly<Record<string, string>>[];
}

/** An emulated cloud without guests and what our port makes of it. */
export async function stage(options: EmulatorOptions = {}): Promise<Stage> {
  const emulator = await startEmulator({ guests: 'none', ...options });
  const credentials = staticKeys(new Keys(emulator.accessKeyId, emulator.accessKeySecret), 'the emulator');
  const cloud = alibabaCloud({ region: 'cn-hangzhou', credentials, endpointUrl: emulator.url });
  return {
    emulator,
    cloud,
    calls: (action) => emulator.record.filter((call) => call.action === action).map(({ params }) => params),
    [Symbol.asyncDispose]: async () => {
      await cloud.close();
      await emulator.close();
    },
  };
}

export function markOf(step: string): Mark {
  return { token: `token-${step}`, tags: { 'ecs-imagebuild:run': 'run-1', 'ecs-imagebuild:step': step } };
}

export const owned = { tags: { team: 'images' }, resourceGroupId: '' };

const disk: DiskSpec = {
  name: '',
  category: '',
  size: 0,
  description: '',
  device: '',
  snapshotId: '',
  deleteWithInstance: undefined,
  encrypted: undefined,
  kmsKeyId: '',
};

export interface Network {
  readonly vpc: string;
  readonly vSwitch: string;
  readonly group: string;
  readonly zone: string;
}

export const instanceType = 'ecs.g6.large';

export async function network(cloud: Cloud): Promise<Network> {
  const [zone] = await cloud.zones(instanceType, never);
  const vpc = await cloud.vpcs.create(
    { ...owned, name: 'test-vpc', cidrBlock: '172.16.0.0/16' },
    markOf('vpc'),
    never,
  );
  await seen(cloud.vpcs, vpc, 'Available');
  const place = { vpcId: vpc, zoneId: zone?.id ?? '', cidrBlock: '172.16.0.0/24' };
  const vSwitch = await cloud.vSwitches.create(
    { ...owned, name: 'test-vswitch', ...place },
    markOf('vswitch'),
    never,
  );
  await seen(cloud.vSwitches, vSwitch, 'Available');
  const group = await cloud.securityGroups.create(
    { ...owned, name: 'test-group', vpcId: vpc },
    markOf('group'),
    never,
  );
  return { vpc, vSwitch, group, zone: place.zoneId };
}

export function instanceSpec(at: Network, more: Partial<InstanceSpec> = {}): InstanceSpec {
  return {
    ...owned,
    name: 'builder',
    description: '',
    type: instanceType,
    imageId: 'aliyun_3_x64_20G_alibase_20240819.vhd',
    zoneId: at.zone,
    securityGroupId: at.group,
    vSwitchId: at.vSwitch,
    keyPairName: '',
    password: '',
    userData: undefined,
    ramRoleName: '',
    ioOptimized: true,
    securityEnhancementStrategy: '',
    spotStrategy: '',
    spotPriceLimit: undefined,
    internetChargeType: 'PayByTraffic',
    internetMaxBandwidthOut: 0,
    systemDisk: { ...disk, category: 'cloud_essd', size: 40 },
    dataDisks: [],
    autoReleaseTime: '',
    ...more,
  };
}

export const dataDisk = (more: Partial<DiskSpec>): DiskSpec => ({ ...disk, ...more });

type Stateful = Marked & { readonly status: string };

/** Waits until a thing has a state. */
export async function seen<Item extends Stateful>(
  kind: Pick<Kind<never, Item>, 'read'>,
  id: string,
  status: Item['status'],
): Promise<Item> {
  let item: Item | undefined;
  await expect
    .poll(
      async () => {
        item = await kind.read(id, never);
        return item?.status;
      },
      { interval: 10, timeout: 10_000 },
    )
    .toBe(status);
  return item ?? expect.fail('it is gone');
}

const load = createRequire(import.meta.url);
const packages: Record<string, string> = { Ecs: 'ecs20140526', Vpc: 'vpc20160428', Sts: 'sts20150401' };

interface Model {
  names(): Record<string, string>;
}

/** Fails unless every parameter of every recorded call is one of the official SDK's request model. */
export function expectOfficialNames(emulator: Emulator): void {
  for (const { product, action, params } of emulator.record) {
    const file = `${action.replace('VSwitch', 'Vswitch')}Request`;
    const models: Record<string, Model> =
      action === 'GetCallerIdentity' ? {} : load(`@alicloud/${packages[product]}/dist/models/${file}.js`);
    const known = new Set([...Object.values(models[`${action}Request`]?.names() ?? {}), 'RegionId']);
    const unknown = Object.keys(params).filter((name) => !known.has(name.split('.')[0] ?? ''));
    expect({ action, unknown }).toEqual({ action, unknown: [] });
  }
}
