import type { JsonObject } from '../../model/template.ts';

/** One thing that `fix` puts right. The names are Packer's. */
export interface Fixer {
  readonly name: string;
  /** Packer's line of help about it. */
  readonly synopsis: string;
  /** The template with it done. Throws BuildError for a template of a shape that it cannot read. */
  fix(template: JsonObject): JsonObject;
}

/** What a fixer does to the settings of one component. */
export type Change = (settings: JsonObject) => JsonObject;
