import type { Given } from './bind.ts';
import { evaluate } from './evaluate.ts';
import { Leave } from './failure.ts';
import { parseScript } from './parse-statement.ts';
import { run } from './run.ts';
import type { Flow } from './run-pipeline.ts';
import { Scope } from './scope.ts';
import type { Block } from './syntax.ts';
import type { Value } from './value.ts';

export interface Invocation {
  readonly given: readonly Given[];
  readonly flow: Flow;
  /** `$_`. */
  readonly item?: Value;
  /** Variables that it sets are the caller's (`. script`). */
  readonly sameScope?: boolean;
}

/** Runs a block with its arguments; `return` ends it. */
export async function invokeBlock(block: Block, outer: Scope, how: Invocation): Promise<void> {
  const scope = how.sameScope === true ? outer : new Scope(outer.session, outer);
  await setArguments(block, scope, how.given);
  if (how.item !== undefined) {
    scope.set('_', how.item);
    scope.set('psitem', how.item);
  }
  if (how.flow.input !== undefined) scope.set('input', how.flow.input);
  try {
    await run(block.body, scope, how.flow.emit);
  } catch (error) {
    if (!(error instanceof Leave) || error.how !== 'return') throw error;
  }
}

/** Runs a script file. Its `exit` ends it alone, and is what `$LASTEXITCODE` says then. */
export async function runScriptFile(path: string, outer: Scope, how: Invocation): Promise<void> {
  const { session } = outer;
  const block = parseScript(scriptText(session.process.machine.files.read(path)));
  const scope = how.sameScope === true ? outer : new Scope(session, outer);
  scope.set('PSCommandPath', path);
  scope.set('PSScriptRoot', path.slice(0, path.lastIndexOf('\\')));
  try {
    await invokeBlock(block, scope, { ...how, sameScope: true });
    session.succeeded = true;
  } catch (error) {
    if (!(error instanceof Leave) || error.how !== 'exit') throw error;
    session.lastExitCode = error.code;
    session.succeeded = error.code === 0;
  }
}

/** Text of a file, by its byte order mark. */
export function scriptText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.subarray(2).toString('utf16le');
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

async function setArguments(block: Block, scope: Scope, given: readonly Given[]): Promise<void> {
  const named = new Map<string, Value>();
  const loose: Value[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index];
    if (argument === undefined) continue;
    if (argument.kind === 'value') {
      loose.push(argument.value);
      continue;
    }
    const parameter = block.parameters.find(({ name }) =>
      name.toLowerCase().startsWith(argument.name.toLowerCase()),
    );
    const next = given[index + 1];
    if (argument.hasValue || parameter?.isSwitch)
      named.set(argument.name.toLowerCase(), argument.hasValue ? argument.value : true);
    else if (next?.kind === 'value') {
      named.set((parameter?.name ?? argument.name).toLowerCase(), next.value);
      index += 1;
    }
  }
  for (const { name, value, isSwitch } of block.parameters) {
    const key = name.toLowerCase();
    if (named.has(key)) scope.set(name, named.get(key));
    else if (!isSwitch && loose.length > 0) scope.set(name, loose.shift());
    else scope.set(name, isSwitch ? false : value && (await evaluate(value, scope)));
  }
  scope.set('args', loose);
}
