import type { Place, Spot } from '../../errors/mistake.ts';

/** A value of a JSON template, positions removed. Object keys keep their order. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** A template as parsed: structure checked, nothing rendered yet. Frozen. */
export interface Template {
  /** Absolute path, or `<cwd>/-` for standard input. */
  readonly path: string;
  readonly description: string;
  readonly minVersion: string;
  /** Name -> default; `null` means that a value must be given. */
  readonly variables: ReadonlyMap<string, string | null>;
  readonly sensitiveVariables: readonly string[];
  readonly builders: readonly TemplateBuilder[];
  readonly provisioners: readonly TemplateProvisioner[];
  readonly cleanupProvisioner: TemplateProvisioner | undefined;
  /** Chains of post-processors, as in the template. */
  readonly postProcessors: readonly (readonly TemplatePostProcessor[])[];
  readonly comments: readonly (readonly [string, string])[];
  /**
   * Where a part stands in the file, or the deepest part of the way to it that is written; nothing if no part is. Paths
   * begin with `variables` and a name, `builders` or `provisioners` and an index, `post-processors` with chain and
   * place, `error-cleanup-provisioner`, or the name of another part of the template.
   */
  placeOf(spot: Spot): Place | undefined;
}

export interface TemplateBuilder {
  /** As written, not rendered. */
  readonly name: string;
  readonly type: string;
  /** Everything but the meta keys. */
  readonly config: JsonObject;
}

export interface TemplateProvisioner {
  readonly type: string;
  readonly only: readonly string[];
  readonly except: readonly string[];
  /** Raw builder name -> settings decoded on top; not known to be an object yet. */
  readonly override: ReadonlyMap<string, Json>;
  /** Milliseconds; 0 when unset. */
  readonly pauseBefore: number;
  readonly timeout: number;
  /** Not rendered. */
  readonly maxRetries: string;
  readonly config: JsonObject;
}

export interface TemplatePostProcessor {
  readonly name: string;
  readonly type: string;
  readonly only: readonly string[];
  readonly except: readonly string[];
  readonly keepInputArtifact: boolean | undefined;
  readonly config: JsonObject;
}
