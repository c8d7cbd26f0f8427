import { eventError } from '../engine/run-build.ts';
import type { Emit } from '../events/event.ts';
import type { LoadedBuild } from './load-builds.ts';
import { createRunFolder, type RunFolder, type RunOrigin } from './run-folder.ts';

export interface RunOptions {
  /** Folder of all runs. */
  readonly state: string;
  readonly origin: Pick<RunOrigin, 'template' | 'digest'>;
  readonly onError: 'cleanup' | 'abort';
  readonly endpointUrl: string | undefined;
  readonly autoRelease: number;
  readonly pace: number;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  reach(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
  /** Called with the folder of each run before its first event. */
  onFolder(build: string, folder: string): Promise<void>;
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
  const { name, type, region } = build;
  const begin = performance.now();
  const run = createRunFolder(options.state, { ...options.origin, build: name, builder: type, region });
  const { runId, folder, journal } = run;
  await options.onFolder(name, folder);
  options.emit({ type: 'run-started', build: name, runId, builder: type });
  const ended = (failure: object) =>
    options.emit({
      type: 'run-ended',
      build: name,
      runId,
      milliseconds: performance.now() - begin,
      ...failure,
    });
  try {
    const artifact = await build.prepared.run(scopeOf(build, run, options));
    if (artifact !== undefined) options.emit({ type: 'artifact', build: name, artifact });
    ended({});
    return true;
  } catch (error) {
    ended({ error: eventError(error), ...(options.signal.aborted && { cancelled: true }) });
    return false;
  } finally {
    journal.close();
  }
}

function scopeOf(build: LoadedBuild, { runId, folder, journal }: RunFolder, options: RunOptions) {
  const { emit, signal, onError, endpointUrl, autoRelease, pace } = options;
  return {
    ...{
      buildName: build.name,
      runId,
      folder,
      journal,
      emit,
      signal,
      onError,
      endpointUrl,
      autoRelease,
      pace,
    },
    reach: options.reach,
    ...build.provisioning(emit),
  };
}
