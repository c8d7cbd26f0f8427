import { writeFileSync } from 'node:fs';
import type { Emulator } from '../../emulator/emulator.ts';
import { reportUnwritable } from '../../errors/word/cli.ts';
import { reason } from '../../errors/word/engine.ts';
import { createEmitter } from '../../events/emitter.ts';
import type { Redactor } from '../../events/redact.ts';
import { machineUi } from '../../renderers/machine-ui.ts';
import { packerText } from '../../renderers/packer-text.ts';
import { leftoverNotice, report } from '../../renderers/report.ts';
import { reportJson } from '../../renderers/report-json.ts';
import { summarise } from '../../renderers/summary.ts';
import { plainUi, type Ui } from '../../renderers/ui.ts';
import type { Call, Run } from '../command.ts';
import { problemText } from '../diagnostics.ts';
import { emulate, paceOf } from '../emulation.ts';
import { listenForInterrupts } from '../interrupts.ts';
import { type Loaded, loadBuilds } from '../load-builds.ts';
import { runBuilds } from '../run-builds.ts';
import { digestOf } from '../run-folder.ts';
import { openRunLogs } from '../run-logs.ts';
import { type RunSettings, runSettings } from '../run-options.ts';
import { readTemplate, type TemplateSource } from '../template-source.ts';

/** Builds the images of a template. */
export const run: Run = async (call) => {
  const [name = ''] = call.operands;
  const source = await readTemplate(name, call.terminal);
  const settings = runSettings(call, source.path);
  const emulator = settings.emulation && (await emulate(settings.emulation, call.terminal.cwd));
  try {
    return await load({ call, source, settings, emulator });
  } finally {
    await emulator?.close();
  }
};

interface Work {
  readonly call: Call;
  readonly source: TemplateSource;
  readonly settings: RunSettings;
  readonly emulator: Emulator | undefined;
}

/** Like Packer, goes on with the builds that are right when others are not; the exit status tells. */
async function load(work: Work): Promise<number> {
  const { call, source, settings, emulator } = work;
  const { env, cwd } = call.terminal;
  const loaded = await loadBuilds(source, {
    ...settings.selection,
    ...{ env, cwd, force: settings.force, runnable: true },
    ...(emulator !== undefined && { keys: emulator }),
  });
  const ui = redactedUi(call, loaded.redactor);
  if (loaded.problems.length > 0) ui.error(problemText(loaded.problems));
  const wrong = loaded.problems.some(({ severity }) => severity === 'Error');
  if (wrong && loaded.builds.length === 0) return 1;
  const succeeded = await build(work, loaded, ui);
  return succeeded && !wrong ? 0 : 1;
}

function redactedUi({ machineReadable, terminal }: Call, redactor: Redactor): Ui {
  return (machineReadable ? machineUi : plainUi)(terminal.stdout, (text) => redactor.text(text));
}

async function build({ call, source, settings, emulator }: Work, loaded: Loaded, ui: Ui): Promise<boolean> {
  const { builds, redactor, variables } = loaded;
  const begin = performance.now();
  const summary = summarise();
  const logs = openRunLogs();
  const { color, introduce, timestamps } = settings;
  const names = builds.map(({ name }) => redactor.text(name));
  const text = packerText({ ...{ ui, color, introduce, timestamps }, builds: names, now: () => new Date() });
  const emit = createEmitter(redactor, [summary.on, text.on, logs.on]);
  using interrupts = listenForInterrupts(call.terminal, ui, () => leftoverNotice(summary.builds()));
  if (settings.debug) ui.say(DEBUG);
  text.begin();
  const succeeded = await runBuilds(builds, settings.parallel, {
    ...{
      emit,
      signal: interrupts.signal,
      onFolder: (name, folder) => logs.open(redactor.text(name), folder),
    },
    ...{ state: settings.state, onError: settings.onError, autoRelease: settings.autoRelease },
    origin: { template: source.path, digest: digestOf(source.text, variables) },
    endpointUrl: emulator?.url ?? settings.endpointUrl,
    pace: settings.emulation === undefined ? 1 : await paceOf(settings.emulation, call.terminal.cwd),
    reach: async (host, port) => emulator?.reach(host, port) ?? { host, port },
  });
  const milliseconds = performance.now() - begin;
  text.end(milliseconds, interrupts.signal.aborted);
  if (!call.machineReadable) for (const one of summary.builds()) tellReport(report(one), ui);
  logs.close();
  writeReport(settings.report, reportJson(summary.builds(), milliseconds));
  return succeeded;
}

const DEBUG =
  'Debug mode enabled. Builds will not be parallelized.\n' +
  'Pausing between steps is not available yet: the builds run through.';

function tellReport(text: string, ui: Ui): void {
  if (text !== '') ui.say(text);
}

function writeReport(path: string | undefined, text: string): void {
  if (path === undefined) return;
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw reportUnwritable(path, reason(cause));
  }
}
