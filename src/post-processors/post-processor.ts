import type { Artifact, BuildScope, PrepareOptions } from '../builders/builder.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { JsonObject } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

/** A kind of post-processor: its settings, and how they become something that runs. */
export interface PostProcessorType {
  readonly type: string;
  readonly fields: Fields;
  /** Whether its input stays where the template says nothing about that. */
  readonly keepsInput: boolean;
  /** Its input stays whatever the template says: its result is of no use, or would be gone, without it. */
  readonly insists?: boolean;
  /** Decodes and checks. Throws a BuildError `config-invalid` with all findings. */
  prepare(
    raw: JsonObject,
    context: RenderContext,
    around: Omit<PrepareOptions, 'context'>,
  ): PreparedPostProcessor;
}

export interface PreparedPostProcessor {
  readonly secrets?: readonly string[];
  /** What a policy has to allow: calls as `Product.Action`, and the regions in which it changes something. Unset: nothing. */
  readonly rights?: { readonly calls: readonly string[]; readonly regions: readonly string[] };
  /** Gives the same artifact where it makes nothing; nothing at all ends its chain there. */
  run(input: Artifact, scope: PostProcessScope): Promise<Artifact | undefined>;
  /** Removes what it made; gone already is success. Unset: the artifact's files are removed. */
  discard?(artifact: Artifact, run: BuildScope): Promise<void>;
  /** Undoes what it holds of a run that is cleaned up; gives whether nothing is left. Unset: it makes nothing that lasts. */
  cleanup?(run: BuildScope): Promise<boolean>;
}

export interface PostProcessScope {
  readonly signal: AbortSignal;
  note(level: 'say' | 'message' | 'error', text: string): void;
  output(stream: 'stdout' | 'stderr', line: string): void;
  readonly buildName: string;
  readonly builderType: string;
  /** Generated data of the input. */
  readonly data: Readonly<Record<string, string>>;
  /** The context it was prepared with, for settings that are rendered at run time. */
  readonly context: RenderContext;
  /** One for all builds of a call. */
  readonly runUuid: string;
  /** `-force`. */
  readonly force: boolean;
  /** An earlier try was interrupted: what it did may be there. */
  readonly again: boolean;
  /** The run, for those that make lasting things by steps of their own: its journal is theirs alone. */
  readonly run: BuildScope;
}
