import { items, numberOf, textOf, type Value } from '../powershell/value.ts';

/** Methods of strings, by name in lower case. */
export const stringMethods: Readonly<Record<string, (text: string, args: readonly Value[]) => Value>> = {
  trim: (text, [set]) => trimmed(text, set, true, true),
  trimstart: (text, [set]) => trimmed(text, set, true, false),
  trimend: (text, [set]) => trimmed(text, set, false, true),
  toupper: (text) => text.toUpperCase(),
  tolower: (text) => text.toLowerCase(),
  startswith: (text, [part]) => text.startsWith(textOf(part)),
  endswith: (text, [part]) => text.endsWith(textOf(part)),
  contains: (text, [part]) => text.includes(textOf(part)),
  indexof: (text, [part]) => text.indexOf(textOf(part)),
  lastindexof: (text, [part]) => text.lastIndexOf(textOf(part)),
  replace: (text, [part, by]) => text.replaceAll(textOf(part), textOf(by)),
  substring: (text, [start, length]) =>
    text.substring(numberOf(start), length === undefined ? undefined : numberOf(start) + numberOf(length)),
  split: (text, [separators]) =>
    text.split(new RegExp(`[${inClass(items(separators).map(textOf).join(''))}]`)),
  padleft: (text, [width, fill]) => text.padStart(numberOf(width), textOf(fill) || ' '),
  padright: (text, [width, fill]) => text.padEnd(numberOf(width), textOf(fill) || ' '),
  tochararray: (text) => [...text],
  equals: (text, [other]) => text === textOf(other),
  gethashcode: (text) => text.length,
};

function trimmed(text: string, set: Value, start: boolean, end: boolean): string {
  const characters = set === undefined ? '\\s' : inClass(items(set).map(textOf).join(''));
  const from = start ? text.replace(new RegExp(`^[${characters}]+`), '') : text;
  return end ? from.replace(new RegExp(`[${characters}]+$`), '') : from;
}

function inClass(characters: string): string {
  return characters.replace(/[\]\\^-]/g, '\\$&');
}
