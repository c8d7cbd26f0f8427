import { basename } from 'node:path';
import { emulate } from '../builds/emulation.ts';
import { type Loaded, type LoadedBuild, loadBuilds } from '../builds/load-builds.ts';
import { keptInputs, keptTemplate, type RunInputs } from '../builds/run-inputs.ts';
import { type Change, templateChanges } from '../builds/template-changes.ts';
import { readTemplate } from '../builds/template-source.ts';
import { buildMissing, emulatedCloudGone, templateFromStdin, variablesWithheld } from '../builds/words.ts';
import type { Emulator } from '../emulator/emulator.ts';
import type { StoredRun } from '../engine/run-store.ts';
import { runEmpty } from '../engine/words.ts';
import type { Ui } from '../renderers/ui.ts';
import type { Call } from './command.ts';
import { tellProblems } from './diagnostics.ts';
import { redactedUi } from './redacted-ui.ts';
import { type RunSettings, runSettings } from './run-options.ts';

/** A run of an earlier process with everything that going on with it takes. */
export interface TakenUp {
  readonly run: StoredRun;
  readonly build: LoadedBuild;
  readonly loaded: Loaded;
  readonly settings: RunSettings;
  readonly emulator: Emulator | undefined;
  readonly ui: Ui;
  /** What differs from the template that the run began with. */
  readonly changes: readonly Change[];
}

/**
 * Loads the template of a run again, with what the run was given then, its moment and its UUIDs, and gives the build to
 * `use` while the cloud that it is in is there. Nothing is written. Gives 1 when the template is wrong by now.
 */
export async function takeUpRun(
  call: Call,
  run: StoredRun,
  use: (taken: TakenUp) => Promise<number>,
): Promise<number> {
  const { header } = run.state;
  if (header === undefined) throw runEmpty(run.id);
  const inputs = keptInputs(run.path);
  const settings = runSettings(call, '', inputs);
  checkInputs(run, inputs, settings);
  const { terminal } = call;
  // Relative paths in the template start where the run was begun.
  if (inputs.cwd !== terminal.cwd) terminal.chdir?.(inputs.cwd);
  const named = call.flags.text('template');
  if (named === undefined && basename(header.template) === '-') throw templateFromStdin(run.id);
  const source = await readTemplate(named ?? header.template, terminal);
  const emulator = settings.emulation && (await emulate(settings.emulation, terminal.cwd));
  try {
    const loaded = await loadBuilds(source, {
      ...settings.selection,
      only: [header.build],
      env: terminal.env,
      cwd: inputs.cwd,
      force: settings.force,
      runnable: true,
      seed: inputs.seed,
      site: run.state.site,
      ...(header.now !== undefined && { now: new Date(header.now) }),
      ...(emulator !== undefined && { keys: emulator }),
    });
    const ui = redactedUi(call, loaded.redactor);
    const [build] = loaded.builds;
    if (build === undefined && loaded.problems.length === 0)
      throw buildMissing(run.id, header.build, source.path);
    await tellProblems(loaded.problems, call, loaded.redactor);
    if (build === undefined) return 1;
    const changes = templateChanges(keptTemplate(run.path), build.resolved);
    return await use({ run, build, loaded, settings, emulator, ui, changes });
  } finally {
    await emulator?.close();
  }
}

function checkInputs(run: StoredRun, inputs: RunInputs, { selection, emulation }: RunSettings): void {
  const given = new Set(selection.variables.map((text) => text.slice(0, text.indexOf('='))));
  const missing = inputs.withheld.filter((name) => !given.has(name));
  // A file given now may hold them: then the template says what is still missing.
  const file = selection.variableFiles.length > inputs.variableFiles.length;
  if (missing.length > 0 && !file) throw variablesWithheld(run.id, missing);
  if (emulation !== undefined && emulation.state === undefined) throw emulatedCloudGone(run.id);
}
