import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { BootOptions, Guest, GuestDisk, GuestFactory } from '../../src/guests/guest.ts';
import { at, type Cloud, home, startCloud, textAt } from './resources/cloud.ts';
import {
  describeImage,
  imageOf,
  instanceIn,
  instanceStatus,
  network,
  runInstance,
} from './resources/fixtures.ts';

/** A guest that only notes what is asked of it; its one file tells its history. */
class NotingGuest implements Guest {
  readonly log: string[] = [];
  options: BootOptions | undefined;
  readonly #files: Record<string, GuestDisk['files'][string]>;

  constructor(disk: GuestDisk) {
    this.#files = { ...disk.files };
  }

  async boot(options: BootOptions) {
    this.options = options;
    this.log.push(`boot ${options.addresses.length}`);
    return options.addresses.map((host) => ({ host, port: 2022 }));
  }
  async listen(host: string) {
    this.log.push('listen');
    return { host, port: 2022 };
  }
  machine() {
    return undefined;
  }
  async unlisten() {
    this.log.push('unlisten');
  }
  hostKeys(): readonly string[] {
    return [];
  }

  async halt() {
    this.log.push('halt');
  }
  async capture() {
    return { files: { ...this.#files } };
  }
  async dispose() {
    this.log.push('dispose');
  }
  write(path: string) {
    this.#files[path] = { type: 'directory', mode: 0o755 };
  }
  get paths() {
    return Object.keys(this.#files);
  }
}

function notingGuests(): GuestFactory & { readonly made: NotingGuest[]; readonly systems: string[] } {
  const made: NotingGuest[] = [];
  const systems: string[] = [];
  return {
    made,
    systems,
    async create(disk, system) {
      systems.push(system ?? '');
      const guest = new NotingGuest(disk);
      made.push(guest);
      return guest;
    },
    async dispose() {},
  };
}

const reachable = (cloud: Cloud, id: string) => {
  const found = cloud.call('Ecs.DescribeInstances', { InstanceIds: JSON.stringify([id]) });
  const address = textAt(found, 'Instances.Instance.0.VpcAttributes.PrivateIpAddress.IpAddress.0');
  return cloud.world.guests?.reach(address, 22) !== undefined;
};

describe('a stored world', () => {
  it('goes on where it was, transition by transition', () => {
    const first = startCloud({ latency: 'realistic' });
    const id = runInstance(first);
    first.pass(1_000);
    const state = JSON.parse(JSON.stringify(first.world.state));
    const second = startCloud({ latency: 'realistic', state, start: first.world.now() });
    expect(instanceStatus(second, id)).toBe('Pending');
    second.pass(5_000);
    expect(instanceStatus(second, id)).toBe('Starting');
    second.pass(12_000);
    expect(instanceStatus(second, id)).toBe('Running');
  });

  it('has lived through the time in which nobody looked', () => {
    const first = startCloud({ latency: 'realistic' });
    const AutoReleaseTime = '2026-01-31T10:00:00Z';
    const id = runInstance(first, { AutoReleaseTime });
    first.pass(60_000);
    const image = imageOf(first, id);
    const state = JSON.parse(JSON.stringify(first.world.state));
    const second = startCloud({ latency: 'realistic', state, start: Date.UTC(2026, 1, 3) });
    expect(instanceStatus(second, id)).toBe('gone');
    expect(at(describeImage(second, image), 'Status')).toBe('Available');
  });

  it('changes by timers without any call', async () => {
    const { createWorld } = await import('../../src/emulator/world.ts');
    const { actions } = await import('../../src/emulator/actions.ts');
    const { readLatency } = await import('../../src/emulator/latency.ts');
    const changes = new EventTarget();
    const onChange = () => void changes.dispatchEvent(new Event('change'));
    const world = createWorld({ accountId: '1', latency: readLatency({ vpc: 5 }), onChange });
    const call = {
      product: 'Vpc',
      action: 'CreateVpc',
      region: home,
      accountId: '1',
      requestId: 'R',
    } as const;
    actions.get('Vpc.CreateVpc')?.handler({ ...call, params: new Map() }, world);
    const status = () => Object.values(world.state.regions[home]?.vpcs ?? {})[0]?.status;
    expect(status()).toBe('Pending');
    const alive = setTimeout(() => undefined, 10_000);
    while (status() !== 'Available') await once(changes, 'change');
    clearTimeout(alive);
    await world.dispose();
  });
});

describe('guests', () => {
  it('answer some time after Running, with the key and the user data of their instance', async () => {
    const guests = notingGuests();
    const cloud = startCloud({ latency: 'realistic', guests });
    cloud.call('Ecs.CreateKeyPair', { KeyPairName: 'key' });
    const UserData = Buffer.from('#!/bin/sh').toString('base64');
    const id = runInstance(cloud, { KeyPairName: 'key', UserData, HostName: 'web' });
    cloud.pass(20_000);
    await cloud.world.guests?.idle();
    expect([instanceStatus(cloud, id), reachable(cloud, id)]).toEqual(['Running', false]);
    cloud.pass(15_000);
    await cloud.world.guests?.idle();
    expect(reachable(cloud, id)).toBe(true);
    const options = guests.made[0]?.options;
    expect(options?.authorizedKeys[0]).toMatch(/^ssh-rsa /);
    expect([options?.hostname, options?.password, String(options?.userData)]).toEqual([
      'web',
      '',
      '#!/bin/sh',
    ]);
    await cloud.world.dispose();
  });

  it('keep their files over stop and start, lose them at delete, and hear of EIPs', async () => {
    const guests = notingGuests();
    const cloud = startCloud({ guests });
    const InstanceId = runInstance(cloud);
    const AllocationId = textAt(cloud.call('Vpc.AllocateEipAddress'), 'AllocationId');
    cloud.call('Vpc.AssociateEipAddress', { AllocationId, InstanceId });
    cloud.call('Ecs.StopInstance', { InstanceId });
    cloud.call('Ecs.StartInstance', { InstanceId });
    cloud.call('Vpc.UnassociateEipAddress', { AllocationId });
    cloud.call('Ecs.DeleteInstance', { InstanceId, Force: true });
    await cloud.world.guests?.idle();
    expect(guests.made.map(({ log }) => log)).toEqual([
      ['boot 1', 'listen', 'halt', 'boot 2', 'unlisten', 'halt', 'dispose'],
    ]);
    expect(cloud.world.state.guestDisks).toEqual({});
    await cloud.world.dispose();
  });

  it('begin from the files of their image, also in another region', async () => {
    const guests = notingGuests();
    const cloud = startCloud({ guests });
    const InstanceId = runInstance(cloud);
    await cloud.world.guests?.idle();
    guests.made[0]?.write('/made');
    const image = imageOf(cloud, InstanceId);
    const RegionId = 'cn-beijing';
    const copy = textAt(
      cloud.call('Ecs.CopyImage', { ImageId: image, DestinationRegionId: RegionId }),
      'ImageId',
    );
    const place = network(cloud, { RegionId, ZoneId: 'cn-beijing-h' });
    cloud.call('Ecs.RunInstances', instanceIn(place, { RegionId, ImageId: copy }));
    await cloud.world.guests?.idle();
    expect(guests.made[1]?.paths).toEqual(['/made']);
    await cloud.world.dispose();
  });

  it('stop their instance when they power off, and come back from a reboot', async () => {
    const guests = notingGuests();
    const cloud = startCloud({ guests });
    const id = runInstance(cloud);
    await cloud.world.guests?.idle();
    guests.made[0]?.options?.onPower('reboot');
    await cloud.world.guests?.idle();
    expect([instanceStatus(cloud, id), reachable(cloud, id)]).toEqual(['Running', true]);
    guests.made[0]?.options?.onPower('off');
    await cloud.world.guests?.idle();
    expect([instanceStatus(cloud, id), reachable(cloud, id)]).toEqual(['Stopped', false]);
    await cloud.world.dispose();
  });

  it('run again in a restored world, with their files', async () => {
    const guests = notingGuests();
    const first = startCloud({ guests });
    const id = runInstance(first);
    await first.world.guests?.idle();
    guests.made[0]?.write('/made');
    await first.world.dispose();
    const state = JSON.parse(JSON.stringify(first.world.state));
    const second = startCloud({ guests, state });
    await second.world.guests?.idle();
    expect([reachable(second, id), guests.made[1]?.paths]).toEqual([true, ['/made']]);
    await second.world.dispose();
  });

  it('are of the kind that the image is', async () => {
    const guests = notingGuests();
    const cloud = startCloud({ guests });
    runInstance(cloud, { ImageId: 'win2019_1809_x64_dtc_en-us_40G_alibase_20241220.vhd' });
    runInstance(cloud);
    await cloud.world.guests?.idle();
    expect(guests.systems.toSorted()).toEqual(['linux', 'windows']);
    await cloud.world.dispose();
  });
});
