import type { Questions, ReadSecret } from '../model/questions.ts';
import type { TemplateFunction } from './functions/function.ts';

/**
 * What a template string may see while it is rendered. Which functions are available depends on the phase:
 * resolving `variables` turns `env` on, a component's configuration turns `build_name` on.
 */
export interface RenderContext {
  /** The moment the process began: `timestamp` and `isotime` are the same in every string of a run. */
  readonly now: Date;
  /** Absolute folder of the template; unset when the template came from nowhere. */
  readonly templateDir?: string;
  /** What `uuid` gives, one after the other; unset: random ones. A run that is taken up again has the same ones again. */
  newUuid?(): string;
  readonly pwd: string;
  readonly version: string;
  /** There are no user variables, not even empty ones: HCL has its own. */
  readonly withoutUser?: boolean;
  /** Resolved user variables. `strictUser` makes an unknown one an error (while variables are resolved). */
  readonly user: ReadonlyMap<string, string>;
  readonly strictUser?: boolean;
  /** Set only while variables are resolved; `env` elsewhere is `env vars are not allowed here`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Asks secret stores; only together with `env`. */
  readonly readSecret?: ReadSecret;
  /** What has been asked and answered so far. */
  readonly questions?: Questions;
  /** Whether what depends on an answer under way may stay unknown for now. */
  readonly waits?: boolean;
  /** Functions in place of the usual ones: texts are not only rendered, but also made into those of another language. */
  readonly replaced?: ReadonlyMap<string, TemplateFunction>;
  /** Functions of plug-ins. */
  readonly functions?: ReadonlyMap<string, TemplateFunction>;
  readonly buildName?: string;
  readonly buildType?: string;
  /** Data of `{{ .Name }}`; a plain object or Map, never a class instance. */
  readonly data?: unknown;
  /** Keys that `{{build "KEY"}}` may name in this component; `undefined`: `build` is not available. */
  readonly buildKeys?: readonly string[];
}
