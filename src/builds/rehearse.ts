import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BuildScope, PreparedBuilder } from '../builders/builder.ts';
import type { Communicator } from '../communicators/communicator.ts';
import type { Emulator, EmulatorOptions } from '../emulator/emulator.ts';
import { openJournal } from '../engine/journal.ts';
import { cancelled } from '../engine/words.ts';
import { isBuildError } from '../errors/build-error.ts';
import type { BuildEvent } from '../events/event.ts';

/** One way that a build can go, played on a fresh embedded cloud. */
interface Scene {
  readonly options?: EmulatorOptions;
  /** Builds made one after the other; `again` takes up the one before. */
  readonly builds: readonly {
    readonly variant: string;
    readonly again?: boolean;
    readonly fails?: boolean;
  }[];
  /** Cancels when this step is done, or when this call is made. */
  readonly cancelAfter?: string;
  readonly cancelAt?: string;
}

const HOUR = 3_600_000;

/** To its end with an older image in the way, taken up after a failure, cancelled late, cancelled while copies are made. */
const scenes: readonly Scene[] = [
  { builds: [{ variant: '-older' }, { variant: '-oldest' }, { variant: '' }, { variant: '' }] },
  {
    builds: [
      { variant: '', fails: true },
      { variant: '', again: true },
    ],
  },
  { builds: [{ variant: '' }], cancelAfter: 'copies' },
  { builds: [{ variant: '' }], cancelAt: 'CopyImage', options: { latency: { imageCopy: HOUR } } },
];

/** `Product.Action` of every call that the build makes in one of these ways, sorted. */
export async function rehearse(builder: PreparedBuilder): Promise<readonly string[]> {
  const calls = new Set<string>();
  for (const scene of scenes) {
    // To cancel at a call that is never made would be the first scene once more.
    const played = scene.cancelAt === undefined || calls.has(`Ecs.${scene.cancelAt}`);
    if (played) for (const call of await play(builder, scene)) calls.add(call);
  }
  return [...calls].sort();
}

async function play(builder: PreparedBuilder, scene: Scene): Promise<readonly string[]> {
  const { startEmulator } = await import('../emulator/emulator.ts');
  const cancel = new AbortController();
  const guests = builder.roles?.assistant === true ? 'memory' : 'none';
  await using emulator = await startEmulator({
    guests,
    ...scene.options,
    onCall: ({ action }) => void (action === scene.cancelAt && cancel.abort()),
  });
  const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-rehearsal-'));
  const stage = { builder, scene, emulator, folder, cancel };
  const calls: string[] = [];
  try {
    for (const [index] of scene.builds.entries()) calls.push(...(await one(stage, index)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return calls;
}

interface Stage {
  readonly builder: PreparedBuilder;
  readonly scene: Scene;
  readonly emulator: Emulator;
  readonly folder: string;
  readonly cancel: AbortController;
}

async function one(stage: Stage, index: number): Promise<readonly string[]> {
  const { builder, scene, emulator } = stage;
  const { accessKeyId, accessKeySecret } = emulator;
  const variant = scene.builds[index]?.variant ?? '';
  let begin = emulator.record.length;
  const begins = () => {
    begin = emulator.record.length;
  };
  try {
    await builder.rehearse?.(scopeOf(stage, index), { accessKeyId, accessKeySecret, variant, begins });
  } catch (error) {
    // Scenes are about what is called on the way: an end by cancelling, by failing or at a name that is taken is no news.
    if (!isBuildError(error) || (index === 0 && isPlain(scene))) throw error;
  }
  return emulator.record.slice(begin).map(({ product, action }) => `${product}.${action}`);
}

function isPlain({ cancelAfter, cancelAt, builds }: Scene): boolean {
  return cancelAfter === undefined && cancelAt === undefined && builds[0]?.fails !== true;
}

function scopeOf({ scene, emulator, folder, cancel }: Stage, index: number): BuildScope {
  const { again = false, fails = false } = scene.builds[index] ?? {};
  const runId = `rehearsal-${again ? index - 1 : index}`;
  const home = join(folder, runId);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const journal = openJournal(join(home, 'journal.ndjson'));
  const header = { template: '', digest: '', build: '', builder: '' };
  if (journal.state.header === undefined) journal.write({ type: 'run', version: 1, id: runId, ...header });
  return {
    runId,
    journal,
    folder: home,
    buildName: 'rehearsal',
    endpointUrl: emulator.url,
    emit: (event: BuildEvent) => {
      if (event.type === 'step-done' && event.step === scene.cancelAfter) cancel.abort();
    },
    signal: cancel.signal,
    onError: fails ? 'abort' : 'cleanup',
    autoRelease: HOUR,
    reach: async (host, port) => emulator.reach(host, port) ?? { host, port },
    async provision(comm, _data, signal) {
      await useAll(comm, signal);
      // So that the run is taken up again.
      if (fails) throw cancelled();
    },
    provisionCleanup: async () => undefined,
  };
}

/** Through Cloud Assistant a provisioner's commands and files are calls to the cloud. */
async function useAll(comm: Communicator, signal: AbortSignal): Promise<void> {
  await comm.exec('true', { signal });
  await comm.upload({ content: 'x', mode: 0o600 }, '/tmp/rehearsal', { signal });
}
