import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { createRun } from '../engine/run-folder.ts';
import { type CloudChoice, chosenCloud } from './cloud-choice.ts';
import { emulate } from './emulation.ts';
import { homeOf } from './home.ts';
import { type Loaded, type LoadedBuild, loadBuilds } from './load-builds.ts';
import { notBegun, type Outcome } from './outcome.ts';
import { perform } from './perform.ts';
import { checkStep } from './places.ts';
import { type Around, AUTO_RELEASE, type RunRequest, stateFolder } from './requests.ts';
import { digestOf } from './resolved-template.ts';
import { keepInputs, keepTemplate, partVariables, type RunInputs } from './run-inputs.ts';
import { selectionOf } from './selection.ts';
import { folderOf, type TemplateSource } from './template-source.ts';
import type { Watcher } from './watcher.ts';

/** Builds the images of a template. Like Packer it goes on with the builds that are right when others are not. */
export async function run(
  source: TemplateSource,
  request: RunRequest,
  around: Around,
  watcher: Watcher,
): Promise<Outcome> {
  const state = stateFolder(request.stateDir, folderOf(source), around);
  const cloud = chosenCloud(request, around);
  const emulator = cloud.emulation && (await emulate(cloud.emulation, around.cwd));
  try {
    const seed = randomUUID();
    const loaded = await loadBuilds(source, {
      ...selectionOf(request),
      ...around,
      force: request.force ?? false,
      runnable: true,
      warnsUndeclared: request.warnsUndeclared ?? false,
      seed,
      ...(emulator !== undefined && { keys: emulator }),
    });
    await watcher.loaded?.(loaded);
    // Without a heading it is the template as a whole that is wrong; Packer does not even begin then.
    if (loaded.problems.some(({ summary, whole }) => summary === '' || whole === true))
      return notBegun(loaded.problems);
    if (request.until !== undefined)
      for (const { prepared } of loaded.builds) checkStep(request.until, prepared);
    const { hcl } = source;
    const argument = hcl === undefined ? {} : { argument: hcl.argument };
    const inputs = { ...inputsOf({ request, cloud, loaded, around, seed }), ...argument };
    const open = (build: LoadedBuild) => begin(build, { state, inputs, path: source.path, loaded });
    return await perform({ loaded, emulator, cloud, how: request, watcher, open });
  } finally {
    await emulator?.close();
  }
}

interface Beginning {
  readonly state: string;
  readonly inputs: RunInputs;
  readonly path: string;
  readonly loaded: Loaded;
}

function begin(build: LoadedBuild, { state, inputs, path, loaded }: Beginning) {
  const { name, type, resolved } = build;
  // A name made of a secret is kept without it, and found again by how it is shown.
  const shown = loaded.redactor.text(name);
  const header = { build: shown, builder: type, template: path, now: loaded.now.toISOString() };
  // Before the journal begins: every run that has begun can be taken up.
  return createRun(state, { ...header, digest: digestOf(resolved) }, (folder) => {
    keepInputs(folder, inputs);
    keepTemplate(folder, resolved);
  });
}

interface Given {
  readonly request: RunRequest;
  readonly cloud: CloudChoice;
  readonly loaded: Loaded;
  readonly around: Around;
  readonly seed: string;
}

function inputsOf({ request, cloud, loaded, around, seed }: Given): RunInputs {
  const { redactor, sensitiveVariables } = loaded;
  const { except, variables, variableFiles } = selectionOf(request);
  const isSecret = (name: string, value: string) =>
    sensitiveVariables.includes(name) || redactor.text(value) !== value;
  return {
    version: 1,
    ...homeOf(around),
    seed,
    force: request.force ?? false,
    autoRelease: request.autoRelease ?? AUTO_RELEASE,
    onError: request.onError ?? 'cleanup',
    except,
    ...partVariables(variables, isSecret),
    variableFiles: variableFiles.map((path) => resolve(around.cwd, path)),
    endpointUrl: cloud.endpointUrl ?? null,
    emulation: cloud.emulation ?? null,
  };
}
