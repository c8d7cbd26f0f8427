import { type Directive, pad } from './format-directive.ts';
import { binaryFloat, exponential, fixed, general, hexadecimalFloat } from './go-float.ts';

/** A float under a verb for floats; `undefined` for any other verb. */
export function formatReal(value: number, directive: Directive): string | undefined {
  const text = unsigned(Math.abs(value), directive);
  if (text === undefined) return undefined;
  const negative = value < 0 || Object.is(value, -0);
  const sign = negative ? '-' : directive.plus ? '+' : directive.space ? ' ' : '';
  if (!Number.isFinite(value)) return infinite(value, text, sign, directive);
  const { width = 0, zero } = directive;
  const shown = directive.sharp && directive.verb !== 'b' ? sharpened(text, directive) : text;
  return zero ? sign + shown.padStart(width - sign.length, '0') : pad(sign + shown, directive);
}

/** What is no number is not padded with zeros; an infinity always has its sign. */
function infinite(value: number, text: string, sign: string, directive: Directive): string {
  const shown = Number.isNaN(value) ? sign + text : `${sign === '' ? '+' : sign}${text}`;
  return pad(shown, { ...directive, zero: false });
}

function unsigned(value: number, { verb, precision }: Directive): string | undefined {
  if (!'vbgGxXfFeE'.includes(verb)) return undefined;
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : 'Inf';
  const upper = verb === 'E' || verb === 'G' || verb === 'X';
  const text = digits(value, verb.toLowerCase(), precision);
  return upper ? text.toUpperCase() : text;
}

function digits(value: number, verb: string, precision: number | undefined): string {
  if (verb === 'b') return binaryFloat(value);
  if (verb === 'x') return hexadecimalFloat(value, precision);
  if (verb === 'f') return fixed(value, precision ?? 6);
  return verb === 'e' ? exponential(value, precision ?? 6) : general(value, precision);
}

/** `#`: a decimal point always, and for `%g` its trailing zeros. */
function sharpened(text: string, { verb, precision }: Directive): string {
  const split = /[pP]/.test(text)
    ? text.search(/[pP]/)
    : verb.toLowerCase() === 'x'
      ? -1
      : text.search(/[eE]/);
  const [number, tail] = split < 0 ? [text, ''] : [text.slice(0, split), text.slice(split)];
  const wanted = 'vgGx'.includes(verb) ? (precision ?? 6) : 0;
  const significant = number.replace('.', '').replace(/^0+/, '').length;
  const zero = !number.includes('.') && number === '0' ? 1 : 0;
  const missing = Math.max(0, wanted - significant - zero);
  return `${number}${number.includes('.') ? '' : '.'}${'0'.repeat(missing)}${tail}`;
}
