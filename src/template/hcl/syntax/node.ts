import type { Value } from '../values/value.ts';
import type { Range } from './source.ts';

export type BinaryOperator =
  | '||'
  | '&&'
  | '=='
  | '!='
  | '<'
  | '>'
  | '<='
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | '%';

/** A step from a value to a part of it. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string; readonly range: Range }
  | { readonly kind: 'index'; readonly key: Value; readonly range: Range };

interface At {
  readonly range: Range;
}
interface Literal extends At {
  readonly kind: 'literal';
  readonly value: Value;
}
/** Text with expressions in it. */
export interface Template extends At {
  readonly kind: 'template';
  readonly parts: readonly Expression[];
}
/** A template of a single interpolation: the value itself. */
interface Wrap extends At {
  readonly kind: 'wrap';
  readonly inner: Expression;
}
/** The results of a `%{ for }`, one after another. */
interface Join extends At {
  readonly kind: 'join';
  readonly each: For;
}
export interface Variable extends At {
  readonly kind: 'variable';
  readonly name: string;
  readonly nameRange: Range;
  readonly steps: readonly Step[];
}
interface Access extends At {
  readonly kind: 'access';
  readonly from: Expression;
  readonly steps: readonly Step[];
}
export interface Index extends At {
  readonly kind: 'index';
  readonly from: Expression;
  readonly key: Expression;
  readonly bracket: Range;
}
export interface Splat extends At {
  readonly kind: 'splat';
  readonly from: Expression;
  readonly item: SplatItem;
  readonly each: Expression;
  readonly marker: Range;
}
/** Stands for each element inside a splat. */
export interface SplatItem extends At {
  readonly kind: 'splat-item';
}
export interface Call extends At {
  readonly kind: 'call';
  readonly name: string;
  readonly nameRange: Range;
  /** The name and the parenthesis after it. */
  readonly opening: Range;
  readonly arguments: readonly Expression[];
  /** The last argument is a list of arguments. */
  readonly expands: boolean;
  readonly close: Range;
}
export interface Conditional extends At {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}
export interface Binary extends At {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Unary extends At {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
}
interface Parentheses extends At {
  readonly kind: 'parentheses';
  readonly inner: Expression;
}
export interface Tuple extends At {
  readonly kind: 'tuple';
  readonly elements: readonly Expression[];
  readonly open: Range;
}
export interface ObjectItem {
  readonly key: ObjectKey;
  readonly value: Expression;
}
/** A bare word is a name; in JSON a key is a template. */
export interface ObjectKey extends At {
  readonly kind: 'key';
  readonly expression: Expression;
  readonly name?: string;
}
export interface ObjectExpression extends At {
  readonly kind: 'object';
  readonly items: readonly ObjectItem[];
  readonly open: Range;
  /** In JSON keys may not repeat. */
  readonly strict: boolean;
}
/** A text of JSON: a template, or an expression where a type is wanted, or as it stands where nothing is evaluated. */
export interface JsonString extends At {
  readonly kind: 'json-string';
  readonly text: string;
}
export interface For extends At {
  readonly kind: 'for';
  readonly keyName?: string;
  readonly valueName: string;
  readonly collection: Expression;
  /** An object is made; otherwise a tuple. */
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  readonly groups: boolean;
  readonly open: Range;
}

export type Expression =
  | Literal
  | Template
  | Wrap
  | Join
  | Variable
  | Access
  | Index
  | Splat
  | SplatItem
  | Call
  | Conditional
  | Binary
  | Unary
  | Parentheses
  | Tuple
  | ObjectExpression
  | JsonString
  | For;

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  readonly nameRange: Range;
  readonly range: Range;
  readonly expression: Expression;
}
export interface Block {
  readonly kind: 'block';
  readonly type: string;
  readonly typeRange: Range;
  readonly labels: readonly string[];
  readonly labelRanges: readonly Range[];
  readonly body: BodyNode;
  readonly open: Range;
  /** Its type and labels. */
  readonly header: Range;
  readonly range: Range;
}
/** Arguments and blocks of native syntax, in the order of the text. */
export interface BodyNode {
  readonly items: readonly (Attribute | Block)[];
  readonly range: Range;
  /** Where something that is missing is told of: how the body opens. */
  readonly missing: Range;
}
