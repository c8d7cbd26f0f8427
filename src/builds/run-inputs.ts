import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OnError } from '../engine/run-control.ts';
import { journalUnwritable, runFileUnreadable } from '../engine/words.ts';
import type { JsonObject } from '../template/model/template.ts';
import { reason } from '../wire/reason.ts';
import type { EmulationFlags } from './emulation.ts';
import type { Home } from './watcher.ts';

/** What was given to a run on the command line, as far as it is no secret: with it `resume RUN` alone suffices. */
export interface RunInputs extends Home {
  readonly version: 1;
  /** How an HCL2 template was named: `path.root` is made of it. */
  readonly argument?: string;
  readonly except: readonly string[];
  readonly force: boolean;
  /** `key=value` each. */
  readonly variables: readonly string[];
  /** Names of variables that are secret, so their values are not here. */
  readonly withheld: readonly string[];
  /** Absolute paths. */
  readonly variableFiles: readonly string[];
  readonly onError: OnError;
  readonly endpointUrl: string | null;
  readonly emulation: EmulationFlags | null;
  /** Milliseconds. */
  readonly autoRelease: number;
  /** What `uuid` is made from. */
  readonly seed: string;
}

const INPUTS = 'run.json';
const TEMPLATE = 'template.json';

/** Keeps what a run was given, and the template as it was resolved, in the folder of the run. */
export function keepInputs(folder: string, inputs: RunInputs): void {
  keep(join(folder, INPUTS), inputs);
}

export function keptInputs(folder: string): RunInputs {
  return read(join(folder, INPUTS)) as RunInputs;
}

export function keepTemplate(folder: string, resolved: JsonObject): void {
  keep(join(folder, TEMPLATE), resolved);
}

export function keptTemplate(folder: string): JsonObject {
  return read(join(folder, TEMPLATE)) as JsonObject;
}

function keep(file: string, value: object): void {
  try {
    // In one go, so that a crash leaves the old text or the new one.
    writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  } catch (cause) {
    throw journalUnwritable(file, cause);
  }
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw runFileUnreadable(file, reason(cause));
  }
}

/** The variables of `given` (`key=value`) parted into what may be kept and the names of what may not. */
export function partVariables(
  given: readonly string[],
  isSecret: (name: string, value: string) => boolean,
): Pick<RunInputs, 'variables' | 'withheld'> {
  const latest = new Map(given.map((text) => [text.slice(0, text.indexOf('=')), text]));
  const secret = ([name, text]: readonly [string, string]) => isSecret(name, text.slice(name.length + 1));
  const entries = [...latest];
  return {
    variables: entries.filter((entry) => !secret(entry)).map(([, text]) => text),
    withheld: entries.filter(secret).map(([name]) => name),
  };
}
