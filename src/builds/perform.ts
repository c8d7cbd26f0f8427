import type { Emulator } from '../emulator/emulator.ts';
import type { RunControl } from '../engine/run-control.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import { createEmitter } from '../events/emitter.ts';
import { summarise } from '../events/summary.ts';
import type { CloudChoice } from './cloud-choice.ts';
import { eventLogs } from './event-log.ts';
import type { Loaded, LoadedBuild } from './load-builds.ts';
import { hasErrors, type Outcome } from './outcome.ts';
import { AUTO_RELEASE, type HowToRun } from './requests.ts';
import { runBuilds } from './run-builds.ts';
import type { Watcher } from './watcher.ts';
import { outsideVpc, withAcceptIds } from './words.ts';

interface Performance {
  readonly loaded: Loaded;
  readonly emulator: Emulator | undefined;
  readonly cloud: CloudChoice;
  readonly how: HowToRun;
  readonly watcher: Watcher;
  open(build: LoadedBuild): RunFolder;
  /** What these runs do besides running through. */
  readonly control?: RunControl;
  /** Undo what the runs hold instead of running them. */
  readonly cleanup?: boolean;
}

/** Runs builds from their folders to their ends; every event goes through here. */
export async function perform(performance_: Performance): Promise<Outcome> {
  const { loaded, emulator, cloud, how, watcher, open, cleanup = false } = performance_;
  const { builds, redactor, problems } = loaded;
  const begin = performance.now();
  const summary = summarise();
  const logs = eventLogs((file, error) => watcher.logLost?.(file, error));
  const emit = createEmitter(redactor, [summary.on, (event) => watcher.hear(event), logs.hear]);
  const names = builds.map(({ name }) => redactor.text(name));
  watcher.begins?.(names, emit);
  if (cloud.emulation?.insideVpc === false && !cleanup)
    for (const { name, prepared } of builds)
      if (prepared.privately) emit({ type: 'note', build: name, level: 'message', text: outsideVpc });
  try {
    const succeeded = await runBuilds(builds, how.parallel ?? 0, {
      emit,
      open,
      cleanup,
      signal: watcher.signal,
      onError: how.onError ?? 'cleanup',
      onFolder: (name, folder) => logs.open(redactor.text(name), folder),
      control: ({ name }) => controlOf(performance_, name),
      watch: ({ name }) => watcher.provisioning?.(name) ?? {},
      answer: ({ name }) => watcher.answering?.(name) ?? {},
      autoRelease: how.autoRelease ?? AUTO_RELEASE,
      hide: (secrets) => redactor.hide(secrets),
      explain: (error) => (cloud.emulation?.acceptIds === false ? withAcceptIds(error) : error),
      endpointUrl: emulator?.url ?? cloud.endpointUrl,
      reach: async (host, port) => emulator?.reach(host, port) ?? { host, port },
    });
    return {
      problems,
      builds: summary.builds(),
      succeeded: succeeded && !hasErrors(problems),
      milliseconds: performance.now() - begin,
    };
  } finally {
    logs.close();
  }
}

function controlOf({ how, watcher, control }: Performance, build: string): RunControl {
  return {
    ...(how.until !== undefined && { until: how.until }),
    ...(how.timings && { timings: true }),
    ...watcher.control?.(build),
    ...control,
  };
}
