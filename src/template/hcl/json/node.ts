import type { Range } from '../syntax/source.ts';
import type { BigFloat } from '../values/big-float.ts';

interface At {
  readonly range: Range;
}
interface Bracketed extends At {
  readonly open: Range;
}
export interface JsonProperty {
  readonly name: string;
  readonly nameRange: Range;
  readonly value: JsonNode;
}
export interface JsonObject extends Bracketed {
  readonly kind: 'object';
  readonly properties: readonly JsonProperty[];
  readonly close: Range;
}
export interface JsonArray extends Bracketed {
  readonly kind: 'array';
  readonly values: readonly JsonNode[];
}
interface JsonText extends At {
  readonly kind: 'text';
  readonly text: string;
}
interface JsonNumber extends At {
  readonly kind: 'number';
  readonly number: BigFloat;
}
interface JsonWord extends At {
  readonly kind: 'true' | 'false' | 'null';
}
/** What is told of as wrong. */
interface JsonInvalid extends At {
  readonly kind: 'invalid';
}
export type JsonNode = JsonObject | JsonArray | JsonText | JsonNumber | JsonWord | JsonInvalid;

/** Where messages about a value point to. */
export function startOf(node: JsonNode): Range {
  return 'open' in node ? node.open : node.range;
}
