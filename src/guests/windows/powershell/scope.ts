import type { Process } from '../process.ts';
import type { Block, Statement } from './syntax.ts';
import type { Value } from './value.ts';

/** What all scopes of one PowerShell share. */
export interface Session {
  readonly process: Process;
  readonly globals: Map<string, Value>;
  lastExitCode: number | undefined;
  /** `$?`. */
  succeeded: boolean;
}

/** Variables and functions of a script or block; what is not here is looked for outside. */
export class Scope {
  readonly session: Session;
  readonly parent: Scope | undefined;
  readonly functions = new Map<string, Block>();
  readonly #variables: Map<string, Value>;
  trap: readonly Statement[] | undefined;

  constructor(session: Session, parent: Scope | undefined) {
    this.session = session;
    this.parent = parent;
    this.#variables = parent === undefined ? session.globals : new Map();
  }

  get(name: string): Value {
    const key = name.toLowerCase();
    for (let scope: Scope | undefined = this; scope !== undefined; scope = scope.parent)
      if (scope.#variables.has(key)) return scope.#variables.get(key);
    return undefined;
  }

  has(name: string): boolean {
    const key = name.toLowerCase();
    return this.#variables.has(key) || (this.parent?.has(name) ?? false);
  }

  set(name: string, value: Value): void {
    this.#variables.set(name.toLowerCase(), value);
  }

  findFunction(name: string): Block | undefined {
    return this.functions.get(name.toLowerCase()) ?? this.parent?.findFunction(name);
  }
}
