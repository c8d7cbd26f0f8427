import { RE2JS, RE2JSSyntaxException } from 're2js';
import { STRING, type Type } from '../types/type.ts';
import {
  listValue,
  nullOf,
  objectValue,
  stringValue,
  tupleValue,
  typeOf,
  type Value,
} from '../values/value.ts';
import { ofTexts, text, textOf } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';

/** Go's regular expressions: linear in the length of the text, whatever the pattern. */
export const REGEX: Readonly<Record<string, HclFunction>> = {
  regex: {
    parameters: [text('pattern'), text('string')],
    call: ([pattern, string]) => first(textOf(pattern), textOf(string)),
  },
  regexall: {
    parameters: [text('pattern'), text('string')],
    call: ([pattern, string]) => all(textOf(pattern), textOf(string)),
  },
  regex_replace: ofTexts(['str', 'pattern', 'replace'], replaceAll),
};

interface Pattern {
  readonly compiled: RE2JS;
  readonly names: readonly string[];
  readonly groups: number;
}

function compile(pattern: string): Pattern {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    const [, why = error.message, part = ''] =
      /^error parsing regexp: (.*?)(?:: `(.*)`)?$/s.exec(error.message) ?? [];
    throw new ArgumentError(0, `invalid regexp pattern: ${`${why} in ${part}`}`);
  }
  const names = Object.entries(compiled.namedGroups())
    .sort(([, left], [, right]) => left - right)
    .map(([name]) => name);
  const groups = compiled.groupCount();
  if (names.length > 0 && names.length !== groups)
    throw new ArgumentError(0, 'invalid regexp pattern: cannot mix both named and unnamed capture groups');
  return { compiled, names, groups };
}

function first(pattern: string, string: string): Value {
  const compiled = compile(pattern);
  const matcher = compiled.compiled.matcher(string);
  if (!matcher.find()) throw new FunctionError('pattern did not match any part of the given string');
  return captured(compiled, (group) => matcher.group(group));
}

function all(pattern: string, string: string): Value {
  const compiled = compile(pattern);
  const matcher = compiled.compiled.matcher(string);
  const found: Value[] = [];
  let end = -1;
  while (matcher.find()) {
    // Nothing is found right after a match.
    if (matcher.end() > matcher.start() || matcher.start() > end)
      found.push(captured(compiled, (group) => matcher.group(group)));
    end = matcher.end();
  }
  return listValue(found[0] === undefined ? matchType(compiled) : typeOf(found[0]), found);
}

function matchType({ names, groups }: Pattern): Type {
  if (names.length > 0) return { kind: 'object', attributes: new Map(names.map((name) => [name, STRING])) };
  return groups > 0 ? { kind: 'tuple', elements: Array.from({ length: groups }, () => STRING) } : STRING;
}

/** Without groups the whole; a group that took no part is null. */
function captured({ names, groups }: Pattern, group: (index: number) => string | null): Value {
  const part = (index: number) => {
    const taken = group(index);
    return taken === null ? nullOf(STRING) : stringValue(taken);
  };
  if (names.length > 0) return objectValue(names.map((name, index) => [name, part(index + 1)]));
  if (groups === 0) return part(0);
  return tupleValue(Array.from({ length: groups }, (_, index) => part(index + 1)));
}

/** `$1`, `${1}`, `$name`, `${name}` stand for groups, `$$` for a dollar. */
function replaceAll(str: string, pattern: string, replacement: string): string {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new FunctionError(error.message);
  }
  const names = new Map(Object.entries(compiled.namedGroups()));
  const matcher = compiled.matcher(str);
  let [result, end] = ['', 0];
  let last = -1;
  while (matcher.find()) {
    if (matcher.end() === matcher.start() && matcher.start() <= last) continue;
    last = matcher.end();
    result +=
      str.slice(end, matcher.start()) +
      expanded(replacement, names, (index) =>
        index <= compiled.groupCount() ? (matcher.group(index) ?? '') : '',
      );
    end = matcher.end();
  }
  return result + str.slice(end);
}

function expanded(
  replacement: string,
  names: ReadonlyMap<string, number>,
  group: (index: number) => string,
): string {
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, short?: string, braced?: string) => {
    const name = short ?? braced;
    if (name === undefined) return whole === '$$' ? '$' : whole;
    const index = /^\d+$/.test(name) ? Number(name) : names.get(name);
    return index === undefined ? '' : group(index);
  });
}
