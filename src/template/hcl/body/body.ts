import type { Diagnostic } from '../diagnostic.ts';
import type { Attribute } from '../syntax/node.ts';
import type { Range } from '../syntax/source.ts';

/** Which arguments and blocks a body may have. What is written in JSON has its shape from this alone. */
export interface BodySchema {
  readonly attributes?: readonly { readonly name: string; readonly required?: boolean }[];
  readonly blocks?: readonly BlockSchema[];
}

export interface BlockSchema {
  readonly type: string;
  /** What each label stands for: messages call them so. */
  readonly labels?: readonly string[];
}

/** A block with its labels. Its own body is read by a schema in turn. */
export interface BodyBlock {
  readonly type: string;
  readonly typeRange: Range;
  readonly labels: readonly string[];
  readonly labelRanges: readonly Range[];
  /** Where messages about the block as a whole point to. */
  readonly header: Range;
  readonly body: Body;
}

/** Arguments by name and blocks, in the order of the text. */
export interface Content {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly blocks: readonly BodyBlock[];
  /** Where something that is missing is told of. */
  readonly missing: Range;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PartialContent extends Content {
  /** The same body without what the schema named. */
  readonly rest: Body;
}

/** What a file or block holds, whatever syntax it is written in. */
export interface Body {
  readonly missing: Range;
  /** What the schema names; everything else is told of as wrong. */
  content(schema: BodySchema): Content;
  /** What the schema names; everything else is left for another reader. */
  partialContent(schema: BodySchema): PartialContent;
  /** All as arguments: for bodies whose names are the user's own. */
  justAttributes(): Pick<Content, 'attributes' | 'diagnostics'>;
}
