import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { loadBuilds } from '../builds/load-builds.ts';
import { readTemplate } from '../builds/template-source.ts';
import { BuildError } from '../errors/build-error.ts';
import { errorOf } from '../errors/problem.ts';
import type { BuildEvent } from '../events/event.ts';
import { eventStream } from '../events/event-stream.ts';
import { type BuildSummary, summarise } from '../events/summary.ts';
import { plainUi } from '../renderers/ui.ts';
import type { TemplateObject } from '../template/json/template-object.ts';
import type { Command, Flag, Run } from './command.ts';
import { CLEANUP_FLAGS, RESUME_FLAGS, RUN_FLAGS } from './flags.ts';
import { goFlags } from './go-flags.ts';
import type { Terminal } from './terminal.ts';

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
  readonly onError?: 'cleanup' | 'abort';
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
  const file = typeof template === 'string';
  const input = file ? '' : JSON.stringify(template);
  return running(options, async (heard) => {
    const { run } = await import('./commands/run.ts');
    return told(run, RUN_FLAGS, [...argv(heard), file ? template : '-'], heard, input);
  });
}

function running(
  options: LibraryOptions,
  run: (options: LibraryOptions) => Promise<readonly BuildSummary[]>,
): Running {
  const stream = eventStream();
  const onEvent = (event: BuildEvent) => {
    options.onEvent?.(event);
    stream.push(event);
  };
  const ended = run({ ...options, onEvent });
  ended.then(
    () => stream.end(),
    (error: unknown) => stream.end({ error }),
  );
  return Object.assign(ended, { [Symbol.asyncIterator]: () => stream[Symbol.asyncIterator]() });
}

/** Goes on with a run, or with the newest unfinished one of the folder. Rejects with BuildError if it cannot. */
export function resume(run?: string, options: ResumeOptions = {}): Running {
  const own = [
    ...(options.from === undefined ? [] : [`-from=${options.from}`]),
    ...(options.acceptChanges ? ['-accept-changes'] : []),
  ];
  const operands = run === undefined ? [] : [run];
  return running(options, async (heard) => {
    const command = await import('./commands/resume.ts');
    return told(command.run, RESUME_FLAGS, [...argv(heard), ...own, ...operands], heard);
  });
}

/** Removes what a run holds; gives whether nothing is left. */
export async function clean(run: string, options: LibraryOptions = {}): Promise<boolean> {
  const command = await import('./commands/cleanup.ts');
  const { code } = await called(command.run, CLEANUP_FLAGS, [...argv(options), run], options);
  return code === 0;
}

/** The steps of each build of a template, without any call to a cloud. Throws BuildError for a template that is wrong. */
export async function plan(
  template: string | TemplateObject,
  options: LibraryOptions = {},
): Promise<readonly BuildPlan[]> {
  const { env = process.env, cwd = process.cwd(), only = [], except = [], variableFiles = [] } = options;
  const variables = Object.entries(options.variables ?? {}).map(([key, value]) => `${key}=${value}`);
  const [name, input] = typeof template === 'string' ? [template, ''] : ['-', JSON.stringify(template)];
  const source = await readTemplate(name, { stdin: Readable.from([input]), cwd });
  const loaded = await loadBuilds(source, {
    env,
    cwd,
    only,
    except,
    variables,
    variableFiles,
    force: false,
    runnable: false,
    keys: { accessKeyId: 'none', accessKeySecret: 'none' },
  });
  const wrong = loaded.problems.filter(({ severity }) => severity === 'Error');
  if (wrong.length > 0) throw errorOf(wrong);
  return loaded.builds.map(({ name, type, prepared }) => ({
    build: name,
    builder: type,
    steps: prepared.steps,
  }));
}

function argv(options: LibraryOptions): readonly string[] {
  const { variables = {}, variableFiles = [], only = [], except = [], emulate = false } = options;
  const { endpointUrl, stateDir, onError, until } = options;
  const one = (flag: string, value: string | undefined) => (value === undefined ? [] : [`-${flag}=${value}`]);
  return [
    ...Object.entries(variables).map(([key, value]) => `-var=${key}=${value}`),
    ...variableFiles.map((path) => `-var-file=${path}`),
    ...(only.length === 0 ? [] : [`-only=${only.join(',')}`]),
    ...(except.length === 0 ? [] : [`-except=${except.join(',')}`]),
    ...(emulate === false ? [] : ['-emulate']),
    ...(typeof emulate === 'object' ? [`-emulate-state=${resolve(emulate.stateFolder)}`] : []),
    ...one('endpoint-url', endpointUrl),
    ...one('state-dir', stateDir),
    ...one('on-error', onError),
    ...one('until', until),
  ];
}

async function told(
  run: Run,
  flags: readonly Flag[],
  args: readonly string[],
  options: LibraryOptions,
  input = '',
): Promise<readonly BuildSummary[]> {
  const { code, builds, text } = await called(run, flags, args, options, input);
  // Cancelled before anything began.
  if (options.signal?.aborted === true) return builds;
  if (code !== 0 && builds.length === 0) throw new BuildError('config-invalid', text.trim());
  return builds;
}

const MOST_TEXT = 65_536;

async function called(
  run: Awaited<ReturnType<Command['load']>>['run'],
  known: readonly Flag[],
  args: readonly string[],
  options: LibraryOptions,
  input = '',
) {
  const summary = summarise();
  let text = '';
  // What is wrong with a template is told before anything begins; later the events tell all, and the text may be long.
  const output = {
    write(chunk: string | Uint8Array) {
      if (text.length < MOST_TEXT) text += String(chunk);
      return true;
    },
  };
  const { flags, operands } = goFlags(args, known);
  const terminal = terminalOf(options, { output, input }, (event) => {
    summary.on(event);
    options.onEvent?.(event);
  });
  const ui = plainUi(output, (line) => line);
  const code = await run({ flags, operands, terminal, ui, machineReadable: false });
  return { code, builds: summary.builds(), text };
}

function terminalOf(
  { env = process.env, cwd = process.cwd(), signal }: LibraryOptions,
  { output, input }: { readonly output: Terminal['stdout']; readonly input: string },
  hear: (event: BuildEvent) => void,
): Terminal {
  return {
    argv: [],
    env,
    cwd,
    hear,
    stdin: Readable.from([input]),
    stdout: output,
    stderr: output,
    onInterrupt(callback) {
      const cancel = () => callback('interrupt');
      if (signal?.aborted === true) queueMicrotask(cancel);
      signal?.addEventListener('abort', cancel, { once: true });
      return () => signal?.removeEventListener('abort', cancel);
    },
    exit: () => undefined,
  };
}
