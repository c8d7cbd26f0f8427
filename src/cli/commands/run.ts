import { randomUUID } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { emulate } from '../../builds/emulation.ts';
import { type Loaded, type LoadedBuild, loadBuilds } from '../../builds/load-builds.ts';
import { checkStep } from '../../builds/places.ts';
import { digestOf } from '../../builds/resolved-template.ts';
import { keepInputs, keepTemplate, partVariables, type RunInputs } from '../../builds/run-inputs.ts';
import { readTemplate } from '../../builds/template-source.ts';
import { createRun } from '../../engine/run-folder.ts';
import type { Run } from '../command.ts';
import { tellProblems } from '../diagnostics.ts';
import { perform } from '../perform.ts';
import { redactedUi } from '../redacted-ui.ts';
import { type RunSettings, runSettings } from '../run-options.ts';

/** Builds the images of a template. Like Packer it goes on with the builds that are right when others are not. */
export const run: Run = async (call) => {
  const { terminal } = call;
  const source = await readTemplate(call.operands[0] ?? '', terminal);
  const settings = runSettings(call, dirname(source.path));
  const emulator = settings.emulation && (await emulate(settings.emulation, terminal.cwd));
  try {
    const seed = randomUUID();
    const loaded = await loadBuilds(source, {
      ...settings.selection,
      env: terminal.env,
      cwd: terminal.cwd,
      force: settings.force,
      runnable: true,
      seed,
      ...(emulator !== undefined && { keys: emulator }),
    });
    const ui = redactedUi(call, loaded.redactor);
    await tellProblems(loaded.problems, call, loaded.redactor);
    // Without a heading it is the template as a whole that is wrong; Packer does not even begin then.
    if (loaded.problems.some(({ summary }) => summary === '')) return 1;
    const wrong = loaded.problems.some(({ severity }) => severity === 'Error');
    if (settings.until !== undefined)
      for (const { prepared } of loaded.builds) checkStep(settings.until, prepared);
    const inputs = inputsOf(settings, loaded, { cwd: terminal.cwd, seed });
    const open = (build: LoadedBuild) => begin(build, { settings, inputs, path: source.path, loaded });
    const succeeded = await perform({ call, settings, emulator, loaded, ui, open });
    return succeeded && !wrong ? 0 : 1;
  } finally {
    await emulator?.close();
  }
};

interface Beginning {
  readonly settings: RunSettings;
  readonly inputs: RunInputs;
  readonly path: string;
  readonly loaded: Loaded;
}

function begin(build: LoadedBuild, { settings, inputs, path, loaded }: Beginning) {
  const { name, type, resolved } = build;
  // A name made of a secret is kept without it, and found again by how it is shown.
  const shown = loaded.redactor.text(name);
  const header = { build: shown, builder: type, template: path, now: loaded.now.toISOString() };
  // Before the journal begins: every run that has begun can be taken up.
  return createRun(settings.state, { ...header, digest: digestOf(resolved) }, (folder) => {
    keepInputs(folder, inputs);
    keepTemplate(folder, resolved);
  });
}

function inputsOf(
  { selection, force, endpointUrl, emulation, autoRelease, onError }: RunSettings,
  { redactor, template }: Loaded,
  { cwd, seed }: Pick<RunInputs, 'cwd' | 'seed'>,
): RunInputs {
  const isSecret = (name: string, value: string) =>
    template.sensitiveVariables.includes(name) || redactor.text(value) !== value;
  return {
    version: 1,
    cwd,
    seed,
    force,
    autoRelease,
    onError,
    except: selection.except,
    ...partVariables(selection.variables, isSecret),
    variableFiles: selection.variableFiles.map((path) => resolve(cwd, path)),
    endpointUrl: endpointUrl ?? null,
    emulation: emulation ?? null,
  };
}
