import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Emulator } from '../emulator/emulator.ts';
import type { StoredRun } from '../engine/run-store.ts';
import { runEmpty } from '../engine/words.ts';
import { type CloudChoice, cloudChanges, keptCloud } from './cloud-choice.ts';
import { emulate } from './emulation.ts';
import { checkHome } from './home.ts';
import { type Loaded, type LoadedBuild, loadBuilds } from './load-builds.ts';
import { hasErrors } from './outcome.ts';
import type { Around, HowToRun, TakeUpRequest } from './requests.ts';
import { keptInputs, keptTemplate, type RunInputs } from './run-inputs.ts';
import { type Selection, selectionOf } from './selection.ts';
import { type Change, templateChanges } from './template-changes.ts';
import { readTemplate } from './template-source.ts';
import type { Watcher } from './watcher.ts';
import { buildMissing, emulatedCloudGone, templateFromStdin, variablesWithheld } from './words.ts';

/** A run of an earlier process with everything that going on with it takes. */
export interface TakenUp {
  readonly run: StoredRun;
  readonly build: LoadedBuild;
  readonly loaded: Loaded;
  readonly cloud: CloudChoice;
  readonly how: HowToRun;
  readonly emulator: Emulator | undefined;
  readonly around: Around;
  /** What differs from what the run began with. */
  readonly changes: readonly Change[];
}

/**
 * Loads the template of a run again, with what the run was given then, its moment and its UUIDs, and gives the build to
 * `use` while the cloud that it is in is there. Nothing is written. `wrong` takes over when the template is wrong by now.
 */
export async function takeUpRun<T>(
  run: StoredRun,
  request: TakeUpRequest,
  { around, watcher }: { readonly around: Around; readonly watcher: Pick<Watcher, 'loaded' | 'comeBack'> },
  { use, wrong }: { use(taken: TakenUp): Promise<T>; wrong(loaded: Loaded): T },
): Promise<T> {
  const { header, site } = run.state;
  if (header === undefined) throw runEmpty(run.id);
  const inputs = keptInputs(run.path);
  const before = { emulation: inputs.emulation ?? undefined, endpointUrl: inputs.endpointUrl ?? undefined };
  const cloud = keptCloud(request, before);
  const selection = keptSelection(request, inputs);
  checkInputs(run, inputs, { selection, cloud });
  checkHome(run.id, inputs);
  watcher.comeBack?.(inputs);
  const { template: named } = request;
  if (named === undefined && basename(header.template) === '-') throw templateFromStdin(run.id);
  const source = await (named === undefined && inputs.argument !== undefined
    ? readTemplate(inputs.argument, { stdin: Readable.from([]), cwd: inputs.cwd })
    : readTemplate(named ?? header.template, { stdin: Readable.from([]), cwd: around.cwd }));
  const emulator = cloud.emulation && (await emulate(cloud.emulation, around.cwd));
  try {
    const loaded = await loadBuilds(source, {
      ...selection,
      only: [header.build],
      taken: { digest: header.digest },
      env: around.env,
      cwd: inputs.cwd,
      force: inputs.force,
      runnable: true,
      seed: inputs.seed,
      site,
      ...(header.now !== undefined && { now: new Date(header.now) }),
      ...(emulator !== undefined && { keys: emulator }),
    });
    const [build] = loaded.builds;
    if (build === undefined && loaded.problems.length === 0)
      throw buildMissing(run.id, header.build, source.path);
    await watcher.loaded?.(loaded);
    if (build === undefined || hasErrors(loaded.problems)) return wrong(loaded);
    const changes = [
      ...cloudChanges(before, cloud),
      ...templateChanges(keptTemplate(run.path), build.resolved),
    ];
    const how = {
      ...request,
      onError: request.onError ?? inputs.onError,
      autoRelease: autoReleaseOf(request, inputs),
    };
    return await use({ run, build, loaded, cloud, how, emulator, around, changes });
  } finally {
    await emulator?.close();
  }
}

function autoReleaseOf(request: TakeUpRequest, inputs: RunInputs): number {
  return request.autoRelease ?? inputs.autoRelease;
}

/** Later variables win, so those given now stand behind those of before. */
function keptSelection(request: TakeUpRequest, before: RunInputs): Selection {
  const now = selectionOf(request);
  return {
    ...now,
    except: [...before.except, ...now.except],
    variables: [...before.variables, ...now.variables],
    variableFiles: [...before.variableFiles, ...now.variableFiles],
  };
}

interface Kept {
  readonly selection: Selection;
  readonly cloud: CloudChoice;
}

function checkInputs(run: StoredRun, inputs: RunInputs, { selection, cloud: { emulation } }: Kept): void {
  const given = new Set(selection.variables.map((text) => text.slice(0, text.indexOf('='))));
  const missing = inputs.withheld.filter((name) => !given.has(name));
  // A file given now may hold them: then the template says what is still missing.
  const file = selection.variableFiles.length > inputs.variableFiles.length;
  if (missing.length > 0 && !file) throw variablesWithheld(run.id, missing);
  if (emulation !== undefined && emulation.state === undefined) throw emulatedCloudGone(run.id);
}
