import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import type { BuildEvent } from '../events/event.ts';
import { eventStream } from '../events/event-stream.ts';
import type { BuildSummary } from '../events/summary.ts';
import type { TemplateObject } from '../template/json/template-object.ts';
import { clean as cleanRun } from './clean.ts';
import type { Loaded } from './load-builds.ts';
import { hasErrors, type Outcome, templateWrong } from './outcome.ts';
import { plan as loadPlan } from './plan.ts';
import type { Around, TakeUpRequest } from './requests.ts';
import { resume as resumeRun } from './resume.ts';
import { run } from './run.ts';
import { readTemplate, type TemplateSource } from './template-source.ts';
import type { Watcher } from './watcher.ts';

/** What the flags of the command line say, for a program. Unset: the flag's default. */
export interface LibraryOptions {
  readonly variables?: Readonly<Record<string, string>>;
  readonly variableFiles?: readonly string[];
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** Build on an embedded cloud; a folder keeps it for the next time. */
  readonly emulate?: boolean | { readonly stateFolder: string };
  readonly endpointUrl?: string;
  readonly stateDir?: string;
  /** `cleanup` keeps images that are complete; `cleanup-all` does not. */
  readonly onError?: 'cleanup' | 'cleanup-all' | 'abort';
  readonly until?: string;
  /** Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Cancels as Ctrl-C does: what was made is removed. */
  readonly signal?: AbortSignal;
  onEvent?(event: BuildEvent): void;
}

export interface ResumeOptions extends LibraryOptions {
  /** A step, or a provisioner as `provision:2`. */
  readonly from?: string;
  readonly acceptChanges?: boolean;
}

export interface BuildPlan {
  readonly build: string;
  readonly builder: string;
  readonly steps: readonly {
    readonly name: string;
    readonly needs: readonly string[];
    readonly plan: string;
  }[];
}

/** Builds under way: `await` gives how they ended, `for await` what they tell meanwhile. */
export interface Running extends Promise<readonly BuildSummary[]>, AsyncIterable<BuildEvent> {}

/**
 * Builds the images of a template: an object, or the path of a file. A build that fails is told in its summary; rejects
 * with BuildError if none can begin. Relative paths of a template object start in `cwd`.
 */
export function build(template: string | TemplateObject, options: LibraryOptions = {}): Running {
  return running(options, async (around, watcher) =>
    run(await sourceOf(template, around), requestOf(options), around, watcher),
  );
}

/** Goes on with a run, or with the newest unfinished one of the folder. Rejects with BuildError if it cannot. */
export function resume(run?: string, options: ResumeOptions = {}): Running {
  const { from, acceptChanges } = options;
  return running(options, (around, watcher) =>
    resumeRun({ ...requestOf(options), run, from, acceptChanges }, around, watcher),
  );
}

/** Removes what a run holds; gives whether nothing is left. */
export async function clean(run: string, options: ResumeOptions = {}): Promise<boolean> {
  const { watcher, wrong } = watcherOf(options, (event) => options.onEvent?.(event));
  const request = { ...requestOf(options), run, acceptChanges: options.acceptChanges };
  const { outcome } = await cleanRun(request, aroundOf(options), watcher);
  if (outcome !== undefined) refuse(outcome, wrong());
  return outcome?.succeeded ?? true;
}

/** The steps of each build of a template, without any call to a cloud. Throws BuildError for a template that is wrong. */
export async function plan(
  template: string | TemplateObject,
  options: LibraryOptions = {},
): Promise<readonly BuildPlan[]> {
  const around = aroundOf(options);
  const { only = [], except = [], variableFiles = [] } = options;
  const selection = { only, except, variableFiles, variables: variablesOf(options) };
  const source = await sourceOf(template, around);
  const loaded = await loadPlan(source, { ...selection, ...around, force: false });
  if (hasErrors(loaded.problems)) throw templateWrong(loaded);
  return loaded.builds.map(({ name, type, prepared }) => ({
    build: name,
    builder: type,
    steps: prepared.steps,
  }));
}

function running(
  options: LibraryOptions,
  begin: (around: Around, watcher: Watcher) => Promise<Outcome>,
): Running {
  const stream = eventStream();
  const { watcher, wrong } = watcherOf(options, (event) => {
    options.onEvent?.(event);
    stream.push(event);
  });
  const told = async () => {
    const outcome = await begin(aroundOf(options), watcher);
    // Cancelled before anything began is no mistake of the template.
    if (!watcher.signal.aborted) refuse(outcome, wrong());
    return outcome.builds;
  };
  const ended = told();
  ended.then(
    () => stream.end(),
    (error: unknown) => stream.end({ error }),
  );
  return Object.assign(ended, { [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() });
}

/** A template of which no build could begin is an error for whoever called. */
function refuse({ builds }: Outcome, wrong: Wrong | undefined): void {
  if (builds.length === 0 && wrong !== undefined) throw templateWrong(wrong);
}

type Wrong = Pick<Loaded, 'problems' | 'redactor'>;

function watcherOf({ signal = new AbortController().signal }: LibraryOptions, hear: Watcher['hear']) {
  let wrong: Wrong | undefined;
  const watcher: Watcher = {
    signal,
    hear,
    loaded(loaded) {
      wrong = hasErrors(loaded.problems) ? loaded : undefined;
    },
  };
  return { watcher, wrong: () => wrong };
}

function aroundOf({ env = process.env, cwd = process.cwd() }: LibraryOptions): Around {
  return { env, cwd };
}

async function sourceOf(template: string | TemplateObject, { cwd }: Around): Promise<TemplateSource> {
  if (typeof template !== 'string') return { text: JSON.stringify(template), path: join(cwd, '-') };
  return readTemplate(template, { stdin: Readable.from([]), cwd });
}

function requestOf(options: LibraryOptions): TakeUpRequest {
  const { emulate = false, endpointUrl, stateDir, onError, until, only, except, variableFiles } = options;
  const state = typeof emulate === 'object' ? resolve(emulate.stateFolder) : undefined;
  const none = { latency: undefined, guests: undefined, faults: undefined };
  return {
    endpointUrl,
    stateDir,
    onError,
    until,
    only: only ?? [],
    except: except ?? [],
    variableFiles: variableFiles ?? [],
    variables: variablesOf(options),
    ...(emulate !== false && { emulation: { ...none, state } }),
  };
}

function variablesOf({ variables = {} }: LibraryOptions): readonly string[] {
  return Object.entries(variables).map(([key, value]) => `${key}=${value}`);
}
