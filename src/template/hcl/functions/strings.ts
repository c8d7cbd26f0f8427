import { graphemes } from '../syntax/source.ts';
import { BOOL, listOf, STRING } from '../types/type.ts';
import { boolValue, stringList, stringValue, type Value } from '../values/value.ts';
import { integerOf, number, ofTexts, text, textOf, typed } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';
import { listText } from './list-text.ts';

export const STRINGS: Readonly<Record<string, HclFunction>> = {
  chomp: ofTexts(['str'], (str) => str.replace(/[\r\n]+$/, '')),
  trimspace: ofTexts(['str'], (str) =>
    str.replace(/^[\s\u0085]+|[\s\u0085]+$/g, (blank) => blank.replace(/[^\ufeff]/g, '')),
  ),
  trim: ofTexts(['str', 'cutset'], trim),
  trimprefix: ofTexts(['str', 'prefix'], (str, prefix) =>
    str.startsWith(prefix) ? str.slice(prefix.length) : str,
  ),
  trimsuffix: ofTexts(['str', 'suffix'], (str, suffix) =>
    suffix !== '' && str.endsWith(suffix) ? str.slice(0, -suffix.length) : str,
  ),
  lower: ofTexts(['str'], (str) => eachCharacter(str, lowered)),
  upper: ofTexts(['str'], (str) => eachCharacter(str, raised)),
  title: ofTexts(['str'], (str) => str.replace(/(?<![\p{L}\p{Nd}_])\p{L}/gu, raised)),
  strrev: ofTexts(['str'], (str) => graphemes(str).toReversed().join('')),
  substr: { parameters: [text('str'), number('offset'), number('length')], returns: STRING, call: substring },
  indent: { parameters: [number('spaces'), text('str')], returns: STRING, call: indent },
  join: {
    parameters: [text('separator')],
    rest: typed('lists', listOf(STRING)),
    returns: STRING,
    call: join,
  },
  split: {
    parameters: [text('separator'), text('str')],
    returns: listOf(STRING),
    call: ([separator, str]) =>
      stringList(textOf(separator) === '' ? Array.from(textOf(str)) : textOf(str).split(textOf(separator))),
  },
  replace: ofTexts(['str', 'substr', 'replace'], (str, part, other) =>
    part === ''
      ? other + Array.from(str, (character) => character + other).join('')
      : str.split(part).join(other),
  ),
  startswith: ofTest(['str', 'prefix'], (str, prefix) => str.startsWith(prefix)),
  endswith: ofTest(['str', 'suffix'], (str, suffix) => str.endsWith(suffix)),
  strcontains: ofTest(['str', 'substr'], (str, part) => str.includes(part)),
};

function ofTest(names: readonly string[], test: (left: string, right: string) => boolean): HclFunction {
  return {
    parameters: names.map(text),
    returns: BOOL,
    call: ([left, right]) => boolValue(test(textOf(left), textOf(right))),
  };
}

function trim(str: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = Array.from(str);
  let [start, end] = [0, characters.length];
  while (start < end && cut.has(characters[start] ?? '')) start += 1;
  while (end > start && cut.has(characters[end - 1] ?? '')) end -= 1;
  return characters.slice(start, end).join('');
}

function eachCharacter(str: string, change: (character: string) => string): string {
  return Array.from(str, change).join('');
}

/** Simple mapping: one character becomes one. */
function raised(character: string): string {
  const upper = character.toUpperCase();
  return Array.from(upper).length === 1 ? upper : character;
}

function lowered(character: string): string {
  const lower = character.toLowerCase();
  return Array.from(lower).length === 1 ? lower : (Array.from(lower)[0] ?? character);
}

function substring([str, offset, length]: readonly Value[]): Value {
  const characters = graphemes(textOf(str));
  const from = integerOf(offset);
  const count = integerOf(length);
  const start = from < 0 ? Math.max(0, characters.length + from) : from;
  return stringValue(characters.slice(start, count < 0 ? undefined : start + count).join(''));
}

function indent([spaces, str]: readonly Value[]): Value {
  const count = integerOf(spaces);
  if (count < 0) throw new FunctionError('the number of spaces must not be negative');
  return stringValue(textOf(str).replaceAll('\n', `\n${' '.repeat(count)}`));
}

function join([separator, ...lists]: readonly Value[]): Value {
  if (lists.length === 0) throw new FunctionError('at least one list is required');
  const parts = lists.flatMap((list, index) =>
    listText(
      list,
      (at) => new ArgumentError(index + 1, `element ${at} is null; cannot concatenate null values`),
    ),
  );
  return stringValue(parts.join(textOf(separator)));
}
