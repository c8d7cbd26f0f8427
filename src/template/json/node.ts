import type { Json, JsonObject } from '../model/template.ts';

/** A JSON value that knows where it stands: offsets count UTF-16 units of the text. */
export type JsonNode = JsonScalar | JsonArray | JsonTable;

export interface JsonScalar {
  readonly kind: 'scalar';
  readonly start: number;
  readonly end: number;
  readonly value: string | number | boolean | null;
}

export interface JsonArray {
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

/** Steps into a value: object keys and array indexes. */
export type JsonPath = readonly (string | number)[];

/** The bare, frozen value. A key such as `__proto__` is an ordinary own property of it. */
export function toJson(node: JsonNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return Object.freeze(node.items.map(toJson));
  return toJsonObject(node);
}

/** The same for a node known to be an object. */
export function toJsonObject(node: JsonTable): JsonObject {
  return Object.freeze(Object.fromEntries(node.members.map(({ key, value }) => [key, toJson(value)])));
}

/** The offsets of what `path` leads to, or of the deepest part of it that exists; a member is shown by its key. */
export function locate(root: JsonNode, path: JsonPath): { readonly start: number; readonly end: number } {
  let node = root;
  let found = { start: root.start, end: root.end };
  for (const step of path) {
    const member = node.kind === 'object' ? findMember(node, String(step)) : undefined;
    const next = member?.value ?? (node.kind === 'array' ? node.items[Number(step)] : undefined);
    if (next === undefined) return found;
    found = member === undefined ? next : { start: member.keyStart, end: member.keyEnd };
    node = next;
  }
  return found;
}

/** Exact key first, then one that differs in case only: the order in which Packer matches keys. */
function findMember(node: JsonTable, key: string): JsonMember | undefined {
  const exact = node.members.find((member) => member.key === key);
  return exact ?? node.members.find((member) => member.key.toLowerCase() === key.toLowerCase());
}
