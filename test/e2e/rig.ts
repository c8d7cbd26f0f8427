import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, TestRunner } from 'vitest';
import { alicloudEcs } from '../../src/builders/alicloud-ecs/builder.ts';
import type { BuildScope } from '../../src/builders/builder.ts';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';
import { harshCare, harshFaults } from '../../src/emulator/harsh.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { openJournal } from '../../src/engine/journal.ts';
import type { BuildEvent, EventArtifact } from '../../src/events/event.ts';
import type { JsonObject } from '../../src/template/model/template.ts';
import type { Clock } from '../../src/wire/clock.ts';
import { callsTo } from '../emulator/calls.ts';
import { orders } from './order.ts';

/** A build of the real builder against an emulated cloud; whatever it leaves is told by the cloud. */
export interface Rig extends AsyncDisposable {
  readonly emulator: Emulator;
  /** Holds a folder for each run: `run1`, `run2`, ... */
  readonly folder: string;
  readonly events: readonly BuildEvent[];
  build(settings?: JsonObject, options?: BuildOptions): Promise<EventArtifact | undefined>;
  /** Cleans a run up in another go, as `cleanup` does; gives whether nothing is left. */
  cleanup(runId: string, settings?: JsonObject, options?: BuildOptions): Promise<boolean | undefined>;
  /** The parameters of the calls to one action, oldest first. */
  sent(action: string): readonly Readonly<Record<string, string>>[];
  /** Names of the calls in order, reads left out. */
  changes(): readonly string[];
  /** `NOUN REGION` of whatever exists, sorted. */
  left(): readonly string[];
}

export interface BuildOptions extends Partial<Pick<BuildScope, 'onError' | 'signal' | 'autoRelease'>> {
  provision?(comm: Communicator, data: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>;
  provisionCleanup?(comm: Communicator, data: Readonly<Record<string, string>>): Promise<void>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly force?: boolean;
  /** How long calls may take, in milliseconds. */
  readonly limits?: BuildScope['limits'];
  /** In place of the emulator's own address. */
  readonly endpointUrl?: string;
  /** The order of the steps is left alone: the test is about when they run. */
  readonly sideBySide?: boolean;
  /** The same id again is the same run: what its journal tells is used. */
  readonly runId?: string;
}

/** With a clock of its own the cloud changes, and the build waits, by that one. */
export async function rig(options: EmulatorOptions = {}, clock?: Clock): Promise<Rig> {
  const now = clock && (() => EPOCH + clock.now());
  const emulator = await startEmulator({ guests: 'none', ...(now && { now }), ...slow(options), ...options });
  const folder = await mkdtemp(join(tmpdir(), 'ecs-e2e-'));
  // A key that a build began to make and did not need any more may be written only now.
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  // A test that runs out of time leaves its block never.
  if (TestRunner.getCurrentTest() !== undefined) onTestFinished(remove);
  const events: BuildEvent[] = [];
  const order = orders();
  let runs = 0;
  return {
    emulator,
    folder,
    events,
    async build(changes = {}, how = {}) {
      runs += 1;
      if (HARSH && runs === 1) for (const rule of harshFaults) emulator.faults.add(rule);
      return preparedFor(emulator, changes, how).run(
        scopeOf({
          emulator,
          folder,
          events,
          how,
          clock,
          control: how.sideBySide ? {} : order(),
          runId: how.runId ?? `run${runs}`,
        }),
      );
    },
    cleanup: async (runId, changes = {}, how = {}) =>
      preparedFor(emulator, changes, how).cleanup?.(
        scopeOf({ emulator, folder, events, how, clock, control: {}, runId }),
      ),
    sent: (action) =>
      callsTo(emulator.record, action)
        .filter(counts)
        .map(({ params }) => params),
    changes: () =>
      emulator.record
        .filter(counts)
        .map(({ action }) => action)
        .filter((action) => !/^(Describe|Get|List)/.test(action)),
    left: () =>
      emulator
        .leftovers()
        .map(({ noun, region }) => `${noun} ${region}`)
        .sort(),
    async [Symbol.asyncDispose]() {
      await emulator.close();
      await remove();
    },
  };
}

/** `npm run test:harsh`: the cloud on its worst day, where a test does not say how fast it is. What a test makes itself is made before that. */
const HARSH = process.env['ECS_IMAGEBUILD_TEST_HARSH'] === '1';
const harshCodes = new Set(harshFaults.map(({ code }) => code));

function slow({ latency }: EmulatorOptions): EmulatorOptions {
  const durations = { extends: 'harsh', apiCall: 0 };
  return HARSH && latency === undefined ? { latency: durations, careless: harshCare } : {};
}

/** Whether a test may count this call: on a bad day there are more. */
function counts({ code }: CallRecord): boolean {
  return !HARSH || code === undefined || !harshCodes.has(code);
}

function preparedFor(emulator: Emulator, changes: JsonObject, how: BuildOptions) {
  return alicloudEcs.prepare(
    { ...least(emulator), ...changes },
    {
      context,
      env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', ...how.env },
      force: how.force ?? false,
    },
  );
}

const EPOCH = Date.now();

const context = {
  now: new Date(0),
  pwd: '/',
  version: '0.0.0',
  user: new Map<string, string>(),
  buildName: 'alicloud-ecs',
  buildType: 'alicloud-ecs',
};

function least({ accessKeyId, accessKeySecret }: Emulator): JsonObject {
  return {
    access_key: accessKeyId,
    secret_key: accessKeySecret,
    region: 'cn-hangzhou',
    image_name: 'packer_basic',
    source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
    instance_type: 'ecs.g6.large',
    communicator: 'none',
  };
}

interface Run {
  readonly emulator: Emulator;
  readonly folder: string;
  readonly events: BuildEvent[];
  readonly how: BuildOptions;
  readonly control: BuildScope['control'];
  readonly clock: Clock | undefined;
  readonly runId: string;
}

function scopeOf({ emulator, folder, events, how, control, clock, runId }: Run): BuildScope {
  const home = join(folder, runId);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const journal = openJournal(join(home, 'journal.ndjson'));
  const template = { template: '/t.json', digest: '' };
  const header = { version: 1, id: runId, build: 'alicloud-ecs', builder: 'alicloud-ecs', ...template };
  if (journal.state.header === undefined) journal.write({ type: 'run', ...header });
  return {
    runId,
    journal,
    folder: home,
    buildName: 'alicloud-ecs',
    endpointUrl: how.endpointUrl ?? emulator.url,
    clock,
    limits: how.limits,
    control,
    emit: (event) => void events.push(event),
    signal: how.signal ?? new AbortController().signal,
    onError: how.onError ?? 'cleanup',
    autoRelease: how.autoRelease ?? 0,
    reach: async (host, port) => emulator.reach(host, port) ?? { host, port },
    provision: how.provision ?? (async () => undefined),
    provisionCleanup: how.provisionCleanup ?? (async () => undefined),
  };
}
