import { compareBytes, isList, isObject } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';

/** JSON as Packer prints it: indented and escaped by Go, keys sorted by their bytes; only `<` and `>` stand for themselves. */
export function goJson(value: Json, indent = ''): string {
  const inner = `${indent}  `;
  if (isList(value))
    return wrapped(
      '[]',
      indent,
      value.map((item) => goJson(item, inner)),
    );
  if (!isObject(value)) return scalar(value);
  const keys = Object.keys(value).sort(compareBytes);
  const members = keys.map((key) => `${goString(key)}: ${goJson(value[key] ?? null, inner)}`);
  return wrapped('{}', indent, members);
}

function wrapped([open, close]: string, indent: string, parts: readonly string[]): string {
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}

function scalar(value: Json): string {
  if (typeof value === 'string') return goString(value);
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

/** Go writes backspace and form feed as numbers, and what a browser could stumble over. */
function goString(text: string): string {
  return JSON.stringify(text)
    .replace(/\\b|\\f|\\\\/g, (short) => SHORT.get(short) ?? short)
    .replace(/[&\u2028\u2029]/g, unicode);
}

const SHORT = new Map([
  ['\\b', '\\u0008'],
  ['\\f', '\\u000c'],
]);

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
