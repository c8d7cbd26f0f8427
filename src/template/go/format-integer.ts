import { type Directive, pad } from './format-directive.ts';
import { goQuoteRune, isPrintable } from './go-quote.ts';

const bases = new Map([
  ['b', 2],
  ['o', 8],
  ['O', 8],
  ['d', 10],
  ['v', 10],
  ['x', 16],
  ['X', 16],
]);

/** An int under a verb for ints; `undefined` for any other verb. */
export function formatInt(value: bigint, directive: Directive): string | undefined {
  const { verb, plus } = directive;
  if (verb === 'c') return pad(String.fromCodePoint(codePoint(value)), directive);
  if (verb === 'q') return pad(goQuoteRune(codePoint(value), plus), directive);
  if (verb === 'U') return unicode(BigInt.asUintN(64, value), directive);
  const base = bases.get(verb);
  return base === undefined ? undefined : based(value, base, directive);
}

/** Zeros up to the width are digits of the number, between its sign and its prefix, unless there is a precision. */
function based(value: bigint, base: number, directive: Directive): string {
  const { verb, precision, width = 0, zero } = directive;
  const unpadded = { ...directive, zero: false };
  if (precision === 0 && value === 0n) return ' '.repeat(width);
  const sign = value < 0n ? '-' : directive.plus ? '+' : directive.space ? ' ' : '';
  const least = precision ?? (zero ? width - sign.length : 0);
  const digits = (value < 0n ? -value : value).toString(base).padStart(least, '0');
  const number = prefix(base, digits, directive) + digits;
  return pad(sign + (verb === 'X' ? number.toUpperCase() : number), unpadded);
}

function prefix(base: number, digits: string, { verb, sharp }: Directive): string {
  const octal = sharp && base === 8 && !digits.startsWith('0') ? '0' : '';
  if (verb === 'O') return `0o${octal}`;
  if (!sharp || base === 10) return '';
  return base === 8 ? octal : base === 16 ? '0x' : '0b';
}

function unicode(value: bigint, directive: Directive): string {
  const least = Math.max(4, directive.precision ?? 4);
  const code = `U+${value.toString(16).toUpperCase().padStart(least, '0')}`;
  const shown = directive.sharp && value <= 0x10ffffn && isPrintable(Number(value));
  const named = shown ? `${code} '${String.fromCodePoint(Number(value))}'` : code;
  return pad(named, { ...directive, zero: false });
}

function codePoint(value: bigint): number {
  const valid = value >= 0n && value <= 0x10ffffn && !(value >= 0xd800n && value < 0xe000n);
  return valid ? Number(value) : 0xfffd;
}
