import { Leave } from './failure.ts';
import { parseScript } from './parse-statement.ts';
import { run } from './run.ts';
import type { Flow } from './run-pipeline.ts';
import { Scope } from './scope.ts';
import type { Block } from './syntax.ts';
import type { Value } from './value.ts';

interface Invocation {
  readonly args: readonly Value[];
  readonly flow: Flow;
  /** `$_`. */
  readonly item?: Value;
  /** Variables that it sets are the caller's (`. script`). */
  readonly sameScope?: boolean;
}

/** Runs a block with its arguments; `return` ends it. */
export async function invokeBlock(block: Block, outer: Scope, how: Invocation): Promise<void> {
  const scope = how.sameScope === true ? outer : new Scope(outer.session, outer);
  scope.set('args', how.args);
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
