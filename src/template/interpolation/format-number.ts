import { type Directive, pad } from './format-directive.ts';
import { formatFloat, padExponent } from './go-float.ts';
import { goQuoteRune } from './go-quote.ts';

const bases = new Map([
  ['b', 2],
  ['o', 8],
  ['O', 8],
  ['d', 10],
  ['v', 10],
  ['x', 16],
  ['X', 16],
]);

const prefixes = new Map([
  ['b', '0b'],
  ['o', '0'],
  ['x', '0x'],
  ['X', '0X'],
]);

/** An int under a verb for ints; `undefined` for any other verb. */
export function formatInt(value: bigint, directive: Directive): string | undefined {
  const { verb } = directive;
  if (verb === 'c') return pad(String.fromCodePoint(codePoint(value)), directive);
  if (verb === 'q') return pad(goQuoteRune(codePoint(value)), directive);
  if (verb === 'U') return pad(unicode(value, directive.sharp), directive);
  const base = bases.get(verb);
  if (base === undefined) return undefined;
  const magnitude = (value < 0n ? -value : value).toString(base);
  const digits = (verb === 'X' ? magnitude.toUpperCase() : magnitude).padStart(directive.precision ?? 0, '0');
  const prefix = verb === 'O' ? '0o' : directive.sharp ? (prefixes.get(verb) ?? '') : '';
  return pad(sign(value < 0n, directive) + prefix + digits, directive, directive.precision === undefined);
}

function unicode(value: bigint, named: boolean): string {
  const code = `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
  return named ? `${code} '${String.fromCodePoint(codePoint(value))}'` : code;
}

function codePoint(value: bigint): number {
  const valid = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value < 0xe000n);
  return valid ? Number(value) : 0xfffd;
}

function sign(negative: boolean, directive: Directive): string {
  if (negative) return '-';
  return directive.plus ? '+' : directive.space ? ' ' : '';
}

/** A float under a verb for floats; `undefined` for any other verb. */
export function formatReal(value: number, directive: Directive): string | undefined {
  const text = digitsOf(Math.abs(value), directive);
  if (text === undefined) return undefined;
  return pad(sign(value < 0 || Object.is(value, -0), directive) + text, directive, Number.isFinite(value));
}

function digitsOf(value: number, { verb, precision }: Directive): string | undefined {
  const upper = verb === 'E' || verb === 'G';
  const text = lowerDigits(value, verb.toLowerCase(), precision);
  return upper ? text?.toUpperCase() : text;
}

function lowerDigits(value: number, verb: string, precision: number | undefined): string | undefined {
  if (!'efgv'.includes(verb)) return undefined;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : 'Inf';
  if (verb === 'f') return value.toFixed(Math.min(precision ?? 6, 100));
  if (verb === 'e') return padExponent(value.toExponential(Math.min(precision ?? 6, 100)));
  return precision === undefined ? formatFloat(value) : general(value, Math.min(Math.max(precision, 1), 100));
}

/** C's `%g`: significant digits, trailing zeros dropped. */
function general(value: number, precision: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(precision - 1).split('e');
  const shown = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (Number(exponent) < -4 || Number(exponent) >= precision) return padExponent(`${shown}e${exponent}`);
  const fixed = value.toFixed(Math.max(0, precision - 1 - Number(exponent)));
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '') : fixed;
}
