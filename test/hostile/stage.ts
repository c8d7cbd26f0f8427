import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { type CloudState, watchCloud } from '../crash/cloud-state.ts';
import { type BuildOptions, type Rig, rig } from '../e2e/rig.ts';
import type { Fault, Point } from './faults.ts';
import { ownHost } from './names.ts';

/** A full build: network, key, EIP, SSH, provisioner, snapshot, image, copy, tags, share. */
export interface Stage extends AsyncDisposable {
  readonly cloud: Rig;
  readonly host: string;
  /** What the run is called in the first go and in those after it. */
  build(onError: 'cleanup' | 'abort'): Promise<unknown>;
  /** Goes on with the run, with the patience of a real build. */
  resume(): Promise<unknown>;
  cleanup(): Promise<boolean | undefined>;
  state(): CloudState;
}

const RUN = 'hostile';
const settings = {
  communicator: 'ssh',
  ssh_username: 'root',
  ssh_timeout: '60s',
  associate_public_ip_address: true,
  image_ignore_data_disks: true,
  image_copy_regions: ['cn-beijing'],
  image_copy_names: ['packer_copy'],
  image_share_account: ['1111111111111111'],
  tags: { app: 'web' },
};

/** A fresh cloud for a build that meets this fault. `heard` is called at each call. */
export async function stage(
  fault: Pick<Fault, 'with' | 'forever'>,
  heard: (call: CallRecord) => void = () => undefined,
): Promise<Stage> {
  const watch = watchCloud();
  const options: EmulatorOptions = {
    guests: 'memory',
    latency: { extends: 'fast', scale: 0.25 },
    onCall(call) {
      watch.look(cloud.emulator);
      heard(call);
    },
  };
  const cloud = await rig(options);
  watch.look(cloud.emulator);
  const host = ownHost();
  const template = { ...settings, ...extras(fault, cloud.emulator.accountId) };
  const first = { limits: { timeout: 2000, patience: fault.forever ? 500 : 6000 } };
  const how: BuildOptions = {
    runId: RUN,
    endpointUrl: `http://${host}:${cloud.emulator.port}`,
    async provision(comm, _data, signal) {
      await comm.exec('echo built > /etc/built', { signal });
    },
  };
  return {
    cloud,
    host,
    build: (onError) => cloud.build(template, { ...how, ...first, onError }),
    resume: () => cloud.build(template, { ...how, onError: 'abort' }),
    cleanup: () => cloud.cleanup(RUN, template, how),
    state: () => watch.state(cloud.emulator),
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}

function extras({ with: kind }: Pick<Fault, 'with'>, account: string) {
  if (kind === 'role')
    return { ram_role_arn: `acs:ram::${account}:role/builder`, ram_session_name: 'hostile' };
  return kind === 'spot' ? { spot_strategy: 'SpotAsPriceGo' } : {};
}

/** The undisturbed build: what it ends with, and its calls. */
export interface Reference {
  readonly state: CloudState;
  readonly points: readonly Point[];
}

/** Runs the undisturbed build. Polls are as many as it happened to need: of each read the first four are points. */
export async function reference(fault: Pick<Fault, 'with'>): Promise<Reference> {
  await using on = await stage(fault);
  await on.build('cleanup');
  const turns = new Map<string, number>();
  const points = on.cloud.emulator.record.map(({ action }, at) => {
    const nth = (turns.get(action) ?? 0) + 1;
    turns.set(action, nth);
    return { action, nth, index: at + 1 };
  });
  const polled = ({ action, nth }: Point) => /^Describe/.test(action) && nth > 4;
  return { state: on.state(), points: points.filter((point) => !polled(point)) };
}
