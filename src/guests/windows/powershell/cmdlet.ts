import type { Process } from '../process.ts';
import type { Emit } from './emit.ts';
import type { Scope } from './scope.ts';
import type { ScriptBlock, Value } from './value.ts';

/** A command of PowerShell's own. Names in lower case. */
export interface Cmdlet {
  /** Its name, then its aliases. */
  readonly names: readonly string[];
  /** Parameters with a value. Those of `positions` may be given without their name, in that order. */
  readonly parameters?: readonly string[];
  readonly switches?: readonly string[];
  readonly positions?: readonly string[];
  run(call: CmdletCall): Promise<void>;
}

export interface CmdletCall {
  readonly scope: Scope;
  readonly process: Process;
  /** What came through the pipe; undefined: there is none. */
  readonly input: readonly Value[] | undefined;
  readonly args: Bound;
  readonly emit: Emit;
  /** An error that ends nothing, unless the caller wants that. */
  fail(message: string, id?: string): Promise<void>;
  /** Runs a block with `$_` set; gives what it gives. */
  invoke(block: ScriptBlock, how?: { readonly item?: Value }): Promise<readonly Value[]>;
}

/** Arguments by parameter. */
export interface Bound {
  readonly values: ReadonlyMap<string, Value>;
  /** Arguments that no position takes. */
  readonly rest: readonly Value[];
}

export function hasSwitch({ args }: Pick<CmdletCall, 'args'>, name: string): boolean {
  const value = args.values.get(name);
  return value !== undefined && value !== false;
}
