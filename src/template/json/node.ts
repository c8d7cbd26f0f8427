import type { Json, JsonObject } from '../model/template.ts';

/** A JSON value that knows where it stands: offsets count UTF-16 units of the text. */
export type JsonNode = JsonScalar | JsonArray | JsonTable;

interface JsonScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null;
}

interface JsonArray {
  readonly kind: 'array';
  readonly start: number;
  readonly end: number;
  readonly items: readonly JsonNode[];
}

export interface JsonTable {
  readonly kind: 'object';
  readonly start: number;
  readonly end: number;
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: JsonNode;
}

/** The bare, frozen value. A key such as `__proto__` is an ordinary own property of it. */
export function toJson(node: JsonNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return Object.freeze(node.items.map(toJson));
  return toJsonObject(node);
}

/** The same for a node known to be an object. */
function toJsonObject(node: JsonTable): JsonObject {
  return Object.freeze(Object.fromEntries(node.members.map(({ key, value }) => [key, toJson(value)])));
}
