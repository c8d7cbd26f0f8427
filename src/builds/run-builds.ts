import { join } from 'node:path';
import type { BuildScope } from '../builders/builder.ts';
import { openDurations } from '../engine/durations.ts';
import { eventError } from '../engine/event-error.ts';
import type { OnError, RunControl } from '../engine/run-control.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import type { Emit } from '../events/event.ts';
import type { LoadedBuild } from './load-builds.ts';
import { cleanUp, goOf, produce } from './post-processing.ts';
import type { ProvisioningOptions } from './provisioning.ts';

interface RunOptions {
  readonly onError: OnError;
  readonly endpointUrl: string | undefined;
  readonly autoRelease: number;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  hide?(secrets: readonly string[]): void;
  reach(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
  /** Makes the folder of a run, or takes one over; throws where that cannot be. */
  open(build: LoadedBuild): RunFolder;
  /** Called with the folder of each run before its first event. */
  onFolder(build: string, folder: string): Promise<void>;
  control(build: LoadedBuild): RunControl;
  /** What of provisioning depends on who watches. */
  watch(build: LoadedBuild): Pick<ProvisioningOptions, 'pause' | 'ask' | 'caughtUp'>;
  /** How questions of servers are answered. */
  answer?(build: LoadedBuild): Pick<BuildScope, 'ask'>;
  /** The error with what else is to be said of it. */
  explain?(error: unknown): unknown;
  /** Undo what the runs hold instead of running them. */
  readonly cleanup?: boolean;
}

/** Runs the builds, `limit` at a time (0: all); gives whether every one succeeded. Builds not begun when interrupted are left. */
export async function runBuilds(
  builds: readonly LoadedBuild[],
  limit: number,
  options: RunOptions,
): Promise<boolean> {
  const waiting = [...builds];
  let succeeded = true;
  const worker = async () => {
    for (let build = waiting.shift(); build !== undefined; build = waiting.shift()) {
      if (options.signal.aborted) return;
      succeeded = (await runOne(build, options)) && succeeded;
    }
  };
  const workers = limit > 0 ? Math.min(limit, builds.length) : builds.length;
  await Promise.all(Array.from({ length: workers }, worker));
  return succeeded && !options.signal.aborted;
}

async function runOne(build: LoadedBuild, options: RunOptions): Promise<boolean> {
  const { name, type } = build;
  const begin = performance.now();
  const run = options.open(build);
  const { runId, resumed } = run;
  const durations = openDurations(join(run.path, '..', '..', 'durations.json'));
  const ended = (failure: object) => {
    const milliseconds = performance.now() - begin;
    options.emit({ type: 'run-ended', build: name, runId, milliseconds, ...failure });
  };
  try {
    await options.onFolder(name, run.path);
    const leavesNothing = build.prepared.cleanup === undefined;
    const told = { ...(leavesNothing && { leavesNothing }), ...(resumed && { resumed }) };
    options.emit({ type: 'run-started', build: name, runId, builder: type, ...told });
    const scope = { ...scopeOf(build, run, options), durations };
    const clean = options.cleanup === true ? await cleanUp(build, scope) : undefined;
    const artifacts =
      options.cleanup === true ? [] : await produce(build, scope, options.control(build).from);
    for (const artifact of artifacts) options.emit({ type: 'artifact', build: name, artifact });
    const { only, until } = options.control(build);
    if (run.journal.state.outcome === 'stopped')
      options.emit({
        type: 'note',
        build: name,
        level: 'say',
        text: stoppedText(only?.step ?? until ?? '', runId),
      });
    ended({});
    return clean ?? true;
  } catch (error) {
    ended({
      error: eventError(options.explain?.(error) ?? error),
      ...(options.signal.aborted && { cancelled: true }),
    });
    return false;
  } finally {
    durations.save();
    run.close();
  }
}

function stoppedText(step: string, runId: string): string {
  return `Stopped after step ${step}; everything is kept. Go on with: ecs-imagebuild resume ${runId}`;
}

/** What a builder is given for one run. */
export function scopeOf(
  build: LoadedBuild,
  { runId, path, journal }: Pick<RunFolder, 'runId' | 'path' | 'journal'>,
  options: Omit<RunOptions, 'open' | 'onFolder' | 'cleanup'>,
): BuildScope {
  const { emit, signal, onError, endpointUrl, autoRelease, reach } = options;
  const control = options.control(build);
  const step = build.prepared.provisions ?? '';
  const only = control.only?.step === step ? control.only.part : undefined;
  return {
    buildName: build.name,
    runId,
    folder: path,
    journal,
    emit,
    signal,
    onError,
    endpointUrl,
    autoRelease,
    reach,
    ...goOf(build, control),
    ...options.answer?.(build),
    ...(options.hide && { hide: options.hide }),
    ...build.provisioning({ emit, journal, step, only, ...options.watch(build) }),
  };
}
