import type { Scope } from '../evaluate/run.ts';
import type { Value } from '../values/value.ts';
import type { Configuration } from './configuration.ts';

/**
 * A configuration whose variables, data sources and locals have values: what the bodies of sources and builds are
 * evaluated in.
 */
export interface Evaluation {
  readonly configuration: Configuration;
  /** In the order of their names' bytes. Unset ones are unknown; those that are sensitive, and all made of them, are marked. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Those that could be evaluated, in the order of their names' bytes. */
  readonly locals: ReadonlyMap<string, Value>;
  /** Texts that must never be shown: parts of sensitive values, and answers of secret stores. It grows as stores answer. */
  readonly secrets: ReadonlySet<string>;
  /**
   * What an expression of a body may use: `var`, `local`, `data`, `path`, `packer`, and the names that are given, such
   * as `source` and `build`. `place` names the body (`null.box`, `web.null.box provisioner 2`): its `uuidv4()` are made
   * from it, so that the same body has the same ones whenever it is evaluated. A call to a store whose answer is under
   * way is unknown.
   */
  scope(place: string, names?: Iterable<readonly [string, Value]>): Scope;
  /**
   * Waits for the answers that the evaluation so far has asked stores for; `true` means that there were some, and that
   * what was evaluated has to be evaluated again.
   */
  answered(): Promise<boolean>;
}
