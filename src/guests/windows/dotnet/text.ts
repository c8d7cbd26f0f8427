import { numberOf, textOf, type Value } from '../powershell/value.ts';

/** Methods of strings, by name in lower case. */
export const stringMethods: Readonly<Record<string, (text: string, args: readonly Value[]) => Value>> = {
  trim: (text, [set]) => (set === undefined ? text.trim() : trimmed(text, textOf(set))),
  tolower: (text) => text.toLowerCase(),
  toupper: (text) => text.toUpperCase(),
  startswith: (text, [part]) => text.startsWith(textOf(part)),
  endswith: (text, [part]) => text.endsWith(textOf(part)),
  contains: (text, [part]) => text.includes(textOf(part)),
  replace: (text, [part, by]) => text.replaceAll(textOf(part), textOf(by)),
  substring: (text, [start, length]) =>
    text.substring(numberOf(start), length === undefined ? undefined : numberOf(start) + numberOf(length)),
};

function trimmed(text: string, characters: string): string {
  let [from, to] = [0, text.length];
  while (from < to && characters.includes(text.charAt(from))) from += 1;
  while (to > from && characters.includes(text.charAt(to - 1))) to -= 1;
  return text.slice(from, to);
}
