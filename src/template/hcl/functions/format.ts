import { listOf, STRING } from '../types/type.ts';
import { isSequence, isWhollyKnown, listValue, stringValue, unknownOf, type Value } from '../values/value.ts';
import { anything, text, textOf } from './define.ts';
import { formatVerb, type Verb } from './format-verb.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';

const ARGUMENTS = anything('args', { nullable: true, unknown: true });

export const FORMAT: Readonly<Record<string, HclFunction>> = {
  format: {
    parameters: [text('format')],
    rest: ARGUMENTS,
    returns: STRING,
    call: ([format, ...values]) => formatted(textOf(format), values),
  },
  formatlist: { parameters: [text('format')], rest: ARGUMENTS, returns: listOf(STRING), call: formatList },
};

/** As Packer does, null among the arguments makes the result unknown. */
function formatted(format: string, values: readonly Value[]): Value {
  if (values.some((value) => value.kind === 'null' || !isWhollyKnown(value))) return unknownOf(STRING);
  return stringValue(formatText(format, values));
}

function formatList([format, ...values]: readonly Value[]): Value {
  const lists = values.map((value) => (isSequence(value) ? value.elements : undefined));
  if (values.some((value) => value.kind === 'unknown' || value.kind === 'null'))
    return unknownOf(listOf(STRING));
  const length = commonLength(lists);
  const texts: Value[] = [];
  for (let index = 0; index < length; index += 1) {
    const row = values.map((value, place) => lists[place]?.[index] ?? value);
    texts.push(iteration(textOf(format), row, index));
  }
  return listValue(STRING, texts);
}

function iteration(format: string, row: readonly Value[], index: number): Value {
  if (!row.every(isWhollyKnown)) return unknownOf(STRING);
  try {
    return stringValue(formatText(format, row));
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw new FunctionError(`error on format iteration ${index}: ${error.message}`);
  }
}

/** Without lists everything is used once. */
function commonLength(lists: readonly (readonly Value[] | undefined)[]): number {
  const first = lists.findIndex((list) => list !== undefined);
  const length = lists[first]?.length ?? 1;
  for (const [index, list] of lists.entries())
    if (list !== undefined && list.length !== length)
      throw new ArgumentError(
        index + 1,
        `argument ${index + 1} has length ${list.length}, which is inconsistent with argument ${first + 1} of length ${length}`,
      );
  return length;
}

const verb = /%([-+# 0]*)(\d+)?(?:\.(\d*))?(?:\[([1-9]\d*)\])?([a-zA-Z])/uy;

function formatText(format: string, values: readonly Value[]): string {
  let [result, at, next, most] = ['', 0, 0, 0];
  while (at < format.length) {
    const start = format.indexOf('%', at);
    if (start < 0) break;
    result += format.slice(at, start);
    at = start + 1;
    if (format[at] === '%') {
      result += '%';
      at += 1;
      continue;
    }
    const read = readVerb(format, start);
    const index = read.argument ?? next + 1;
    const value = values[index - 1];
    if (value === undefined)
      throw new FunctionError(
        `not enough arguments for ${JSON.stringify(read.raw)} at ${start}: need index ${index} but have ${values.length} total`,
      );
    result += formatVerb(value, read);
    next = index;
    most = Math.max(most, index);
    at = start + read.raw.length;
  }
  if (most < values.length) throw tooMany(format, most);
  return result + format.slice(at);
}

function tooMany(format: string, used: number): ArgumentError {
  const why =
    used === 0 && !/%[^%]/.test(format.replaceAll('%%', ''))
      ? 'no verbs in format string'
      : `only ${used} used by format string`;
  return new ArgumentError(used + 1, `too many arguments; ${why}`);
}

function readVerb(format: string, start: number): Verb {
  verb.lastIndex = start;
  const found = verb.exec(format);
  if (found === null) throw unreadable(format, start);
  const [raw, flags = '', width, precision, argument, mode = ''] = found;
  return {
    raw,
    offset: start,
    mode,
    flags,
    ...(width === undefined ? {} : { width: Number(width) }),
    ...(precision === undefined ? {} : { precision: Number(precision) }),
    ...(argument === undefined ? {} : { argument: Number(argument) }),
  };
}

const prefix = /%[-+# 0]*\d*(?:\.\d*)?(?:\[(?:[1-9]\d*\]?)?)?/uy;

function unreadable(format: string, start: number): FunctionError {
  prefix.lastIndex = start;
  const end = start + (prefix.exec(format)?.[0].length ?? 1);
  if (end >= format.length) return new FunctionError(`invalid format string starting at offset ${end}`);
  const character = String.fromCodePoint(format.codePointAt(end) ?? 0);
  return new FunctionError(
    `unrecognized format character '${character}' at offset ${Buffer.byteLength(format.slice(0, end))}`,
  );
}
