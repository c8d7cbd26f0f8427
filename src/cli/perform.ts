import { writeFileSync } from 'node:fs';
import type { Loaded, LoadedBuild } from '../builds/load-builds.ts';
import { runBuilds } from '../builds/run-builds.ts';
import type { Emulator } from '../emulator/emulator.ts';
import type { RunControl } from '../engine/run-control.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import { createEmitter } from '../events/emitter.ts';
import type { BuildEvent } from '../events/event.ts';
import { type BuildSummary, summarise } from '../events/summary.ts';
import { packerText } from '../renderers/packer-text.ts';
import { leftoverNotice, report } from '../renderers/report.ts';
import { reportJson } from '../renderers/report-json.ts';
import { timings } from '../renderers/timings.ts';
import type { Ui } from '../renderers/ui.ts';
import { reason } from '../wire/reason.ts';
import type { Call } from './command.ts';
import { listenForInterrupts } from './interrupts.ts';
import { prompter } from './prompt.ts';
import { openRunLogs } from './run-logs.ts';
import type { RunSettings } from './run-options.ts';
import { answersServers, askOnError, pauses, type Watcher, watchProvisioners } from './watching.ts';
import { logLost, reportUnwritable } from './words.ts';

interface Performance {
  readonly call: Call;
  readonly settings: RunSettings;
  readonly emulator: Emulator | undefined;
  readonly loaded: Loaded;
  readonly ui: Ui;
  open(build: LoadedBuild): RunFolder;
  /** What these runs do besides running through. */
  readonly control?: RunControl;
  readonly cleanup?: boolean;
}

/** Runs builds from their folders to the closing report, told in Packer's words; gives whether all succeeded. */
export async function perform(performance_: Performance): Promise<boolean> {
  const { call, settings, emulator, loaded, ui, open, cleanup = false } = performance_;
  const { builds, redactor } = loaded;
  const begin = performance.now();
  const summary = summarise();
  const logs = openRunLogs((file, error) => ui.error(logLost(file, reason(error))));
  const { color, introduce, timestamps, endpointUrl } = settings;
  const names = builds.map(({ name }) => redactor.text(name));
  const text = packerText({ ui, color, introduce, timestamps, builds: names, now: () => new Date() });
  // A clean-up is no build that finishes; its failure is told all the same.
  const finished = (event: BuildEvent) => event.type === 'run-ended' && event.error === undefined;
  const words = cleanup ? (event: BuildEvent) => void (finished(event) || text.on(event)) : text.on;
  const emit = createEmitter(redactor, [summary.on, words, logs.on, (event) => call.terminal.hear?.(event)]);
  using interrupts = listenForInterrupts(call.terminal, ui, () => leftoverNotice(summary.builds()));
  using asker = prompter({
    stdin: call.terminal.stdin,
    interactive: call.terminal.interactive === true && !call.machineReadable,
  });
  const watcher = { emit, signal: interrupts.signal, prompter: asker };
  if (settings.debug) ui.say('Debug mode enabled. Builds will not be parallelized.');
  text.begin();
  const succeeded = await runBuilds(builds, settings.parallel, {
    emit,
    open,
    cleanup,
    signal: interrupts.signal,
    onError: settings.onError,
    onFolder: (name, folder) => logs.open(redactor.text(name), folder),
    control: ({ name }) => controlOf(performance_, { ...watcher, build: name }),
    watch: ({ name }) => ({
      ...watchProvisioners(
        { ...watcher, build: name },
        { debug: settings.debug, machineReadable: call.machineReadable },
      ),
      caughtUp: () => call.terminal.caughtUp?.(),
    }),
    answer: ({ name }) => answersServers({ ...watcher, build: name }, call.terminal.screen),
    autoRelease: settings.autoRelease,
    hide: (secrets) => redactor.hide(secrets),
    endpointUrl: emulator?.url ?? endpointUrl,
    reach: async (host, port) => emulator?.reach(host, port) ?? { host, port },
  });
  const milliseconds = performance.now() - begin;
  if (!cleanup) text.end(milliseconds, interrupts.signal.aborted);
  if (!cleanup || !succeeded) tell(call, ui, summary.builds());
  if (settings.timings) tellTimings(call, ui, summary.builds());
  logs.close();
  writeReport(settings.report, reportJson(summary.builds(), milliseconds));
  return succeeded;
}

function controlOf({ settings, control }: Performance, watcher: Watcher): RunControl {
  return {
    ...(settings.until !== undefined && { until: settings.until }),
    ...(settings.timings && { timings: true }),
    ...(settings.onError === 'ask' && askOnError(watcher)),
    ...(settings.debug && pauses(watcher)),
    ...control,
  };
}

function tell({ machineReadable }: Call, ui: Ui, builds: readonly BuildSummary[]): void {
  if (machineReadable) return;
  for (const text of builds.map(report)) if (text !== '') ui.say(text);
}

function tellTimings({ machineReadable }: Call, ui: Ui, builds: readonly BuildSummary[]): void {
  if (machineReadable) return;
  for (const text of builds.map(timings)) if (text !== '') ui.say(text);
}

function writeReport(path: string | undefined, text: string): void {
  if (path === undefined) return;
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw reportUnwritable(path, reason(cause));
  }
}
