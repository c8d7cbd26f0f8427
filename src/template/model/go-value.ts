import type { Json } from './template.ts';

/** What Go's reflection calls the dynamic type of a decoded JSON value. */
export function goType(value: Json): string {
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}

/** The kind: the same, without element types. */
export function goKind(value: Json): string {
  if (value === null) return 'invalid';
  if (typeof value !== 'object') return goType(value);
  return Array.isArray(value) ? 'slice' : 'map';
}

/** `string | number | boolean | null` are the scalars; this is the rest that has keys. */
export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** Keys in the order in which Go sorts strings: by bytes. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Complaint of Go's JSON decoder about a value of another type than the one wanted. */
export function unmarshalError(value: Json, wanted: string): string {
  const other = isObject(value) ? 'object' : goType(value).replace('float64', 'number');
  return `json: cannot unmarshal ${isList(value) ? 'array' : other} into Go value of type ${wanted}`;
}
