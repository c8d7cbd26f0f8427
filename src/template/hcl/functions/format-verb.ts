import { plain } from '../../go/format-directive.ts';
import { formatReal } from '../../go/format-float.ts';
import { goQuote } from '../../go/go-quote.ts';
import { graphemeCount, graphemes } from '../syntax/source.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { BOOL, NUMBER, STRING, type Type } from '../types/type.ts';
import { type BigFloat, isWhole, toNumber, truncate } from '../values/big-float.ts';
import { fixedNumber, generalNumber } from '../values/number-text.ts';
import type { Value } from '../values/value.ts';
import { FunctionError } from './function.ts';
import { encodeJson } from './json.ts';

/** One `%` of a format. */
export interface Verb {
  readonly raw: string;
  readonly offset: number;
  readonly mode: string;
  readonly flags: string;
  readonly width?: number;
  readonly precision?: number;
  /** Which argument it takes, where it says so. */
  readonly argument?: number;
}

export function formatVerb(value: Value, verb: Verb): string {
  switch (verb.mode) {
    case 'v':
      return padded(shown(value, verb), verb);
    case 't':
      return padded(String(fitting(value, BOOL, verb, 'bool')), verb);
    case 'b':
    case 'd':
    case 'o':
    case 'x':
    case 'X':
      return formatInteger(numberOf(value, verb), verb);
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return formatFloat(numberOf(value, verb), verb);
    case 's':
      return padded(cut(textOf(value, verb), verb), verb);
    case 'q':
      return padded(goQuote(cut(textOf(value, verb), verb)), verb);
    default:
      throw new FunctionError(
        `unsupported format verb '${verb.mode}' in ${JSON.stringify(verb.raw)} at offset ${verb.offset}`,
      );
  }
}

function shown(value: Value, verb: Verb): string {
  if (verb.flags.includes('#')) return encodeJson(value);
  if (value.kind === 'string') return cut(value.text, verb);
  if (value.kind === 'number') return generalNumber(value.number);
  return encodeJson(value);
}

function fail(verb: Verb, why: string): FunctionError {
  return new FunctionError(`unsupported value for ${JSON.stringify(verb.raw)} at ${verb.offset}: ${why}`);
}

function fitting(value: Value, type: Type, verb: Verb, kind: 'bool' | 'number' | 'string'): unknown {
  if (value.kind === 'null') throw fail(verb, 'null value cannot be formatted');
  try {
    const converted = convert(value, type);
    if (converted.kind === 'bool' && kind === 'bool') return converted.is;
    if (converted.kind === 'string' && kind === 'string') return converted.text;
    return converted.kind === 'number' ? converted.number : '';
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    throw fail(verb, error.message);
  }
}

function textOf(value: Value, verb: Verb): string {
  return String(fitting(value, STRING, verb, 'string'));
}

function numberOf(value: Value, verb: Verb): BigFloat {
  fitting(value, NUMBER, verb, 'number');
  const converted = convert(value, NUMBER);
  if (converted.kind !== 'number') throw fail(verb, 'a number is required');
  return converted.number;
}

function cut(text: string, { precision }: Verb): string {
  return precision === undefined ? text : graphemes(text).slice(0, precision).join('');
}

function padded(text: string, { width = 0, flags }: Verb): string {
  const missing = ' '.repeat(Math.max(0, width - graphemeCount(text)));
  return flags.includes('-') ? text + missing : missing + text;
}

const BASES: Readonly<Record<string, readonly [base: number, prefix: string]>> = {
  b: [2, '0b'],
  d: [10, ''],
  o: [8, '0'],
  x: [16, '0x'],
  X: [16, '0X'],
};

function formatInteger(number: BigFloat, verb: Verb): string {
  if (!isWhole(number)) throw fail(verb, 'an integer is required');
  const [base, prefix] = BASES[verb.mode] ?? [10, ''];
  const whole = truncate(number);
  const digits = (whole < 0n ? -whole : whole).toString(base).padStart(verb.precision ?? 0, '0');
  const cased = verb.mode === 'X' ? digits.toUpperCase() : digits;
  return signed(whole < 0n, (verb.flags.includes('#') ? prefix : '') + cased, verb);
}

function signed(negative: boolean, digits: string, verb: Verb): string {
  const { flags, width = 0 } = verb;
  const sign = negative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const zeros = flags.includes('0') && !flags.includes('-');
  return zeros ? sign + digits.padStart(width - sign.length, '0') : padded(sign + digits, verb);
}

function formatFloat(number: BigFloat, verb: Verb): string {
  const { mode, precision, flags } = verb;
  if (number.infinite) return padded(number.sign < 0 ? '-Inf' : '+Inf', verb);
  const magnitude: BigFloat = { ...number, sign: 1 };
  if (mode === 'f') return signed(number.sign < 0, fixedNumber(magnitude, precision ?? 6), verb);
  if ((mode === 'g' || mode === 'G') && precision === undefined && !flags.includes('#')) {
    const text = generalNumber(magnitude);
    return signed(number.sign < 0, mode === 'G' ? text.toUpperCase() : text, verb);
  }
  const text = formatReal(toNumber(magnitude), {
    ...plain,
    verb: mode,
    sharp: flags.includes('#'),
    precision,
  });
  return signed(number.sign < 0, text ?? '', verb);
}
