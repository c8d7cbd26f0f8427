import type { Json } from '../model/template.ts';

/** A part of a template object: its settings are those of its type. */
export interface ComponentObject {
  readonly type: string;
  readonly [setting: string]: Json | undefined;
}

/** A template as a program writes it: the keys of a JSON template, which is what it is read as. */
export interface TemplateObject {
  readonly description?: string;
  readonly min_packer_version?: string;
  /** `null`: a value has to be given. */
  readonly variables?: Readonly<Record<string, string | number | boolean | null>>;
  readonly 'sensitive-variables'?: readonly string[];
  readonly builders: readonly (ComponentObject & { readonly name?: string })[];
  readonly provisioners?: readonly ComponentObject[];
  readonly 'error-cleanup-provisioner'?: ComponentObject;
  /** One after the other; those of an inner list go on with each other's results. */
  readonly 'post-processors'?: readonly (string | ComponentObject | readonly (string | ComponentObject)[])[];
}
