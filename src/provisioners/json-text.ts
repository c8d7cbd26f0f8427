import { compareBytes, isList, isObject } from '../template/model/go-value.ts';
import type { Json } from '../template/model/template.ts';

/** JSON as Go writes it: keys sorted, and what HTML or JavaScript would trip over escaped. */
export function jsonText(value: Json, indent = 0): string {
  return JSON.stringify(sorted(value), undefined, indent)
    .replace(/[<>&\u2028\u2029]/g, escaped)
    .replace(/\\([bf])/g, (whole, letter, offset: number, text: string) =>
      isEscaped(text, offset) ? whole : letter === 'b' ? '\\u0008' : '\\u000c',
    );
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort(compareBytes);
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] ?? null)]));
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Whether the backslash at `offset` is itself the second half of an escape. */
function isEscaped(text: string, offset: number): boolean {
  let before = offset;
  while (text[before - 1] === '\\') before -= 1;
  return (offset - before) % 2 === 1;
}
