import type { BodyBlock } from '../body/body.ts';
import type { Expression } from '../syntax/node.ts';
import type { Range } from '../syntax/source.ts';
import type { Defaults } from '../types/optional-defaults.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';

/** The blocks of a template, read from all its files. Bodies of sources and builds are not looked into yet. */
export interface Configuration {
  /** `path.root`: the folder of the template as it was given, such as `.`, `d` or `./d/`. */
  readonly root: string;
  /** The text of every file, in Packer's order: functions of packages are loaded by what the texts name. */
  readonly texts: readonly string[];
  readonly requirements: readonly PluginRequirement[];
  /** In the order of the files. */
  readonly variables: ReadonlyMap<string, Variable>;
  readonly locals: readonly Local[];
  readonly data: readonly DataBlock[];
  /** `source "TYPE" "NAME" {}`: labels are type and name; one that repeats an earlier one is among them. */
  readonly sources: readonly BodyBlock[];
  /** `build {}`, in the order of the files. */
  readonly builds: readonly BodyBlock[];
  /** `hcp_packer_registry {}` of the top level. */
  readonly registries: readonly BodyBlock[];
}

/** An entry of `required_plugins`. */
export interface PluginRequirement {
  /** The name that its components begin with in this template. */
  readonly name: string;
  /** `github.com/hashicorp/alicloud`, or `npm:PACKAGE`. */
  readonly source: string;
  /** As written: `>= 1.0.0, < 2.0.0`. */
  readonly version: string;
  readonly range: Range;
}

/** Where the value of a variable comes from, in Packer's words. */
export type Origin = 'default' | 'env' | 'varfile' | 'cmd';

export interface Assignment {
  readonly from: Origin;
  readonly value: Value;
  /** Where it is written; a value of the environment or the command line is written nowhere. */
  readonly range?: Range;
}

export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** Of its optional attributes. */
  readonly defaults: Defaults;
  readonly description: string;
  readonly sensitive: boolean;
  readonly validations: readonly Validation[];
  /** Later ones win. None at all: the variable is unset. */
  readonly assignments: readonly Assignment[];
  readonly range: Range;
}

export interface Validation {
  readonly condition: Expression;
  readonly message: string;
  readonly range: Range;
}

export interface Local {
  readonly name: string;
  readonly sensitive: boolean;
  readonly expression: Expression;
  readonly range: Range;
}

/** `data "TYPE" "NAME" {}`. */
export interface DataBlock {
  readonly type: string;
  readonly name: string;
  readonly block: BodyBlock;
}
