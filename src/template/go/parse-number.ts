import { parseFloatLiteral } from './go-float.ts';
import { parseInteger } from './go-integer.ts';
import { unquoteRune } from './go-string.ts';
import type { NumberNode } from './node.ts';

/** A number, or Go's complaint about it. */
export type ParsedNumber = NumberNode | { readonly kind: 'refused'; readonly message: string };

const maxUint64 = 2n ** 64n - 1n;

/** Go's own test for a hexadecimal integer: it does not see one behind a sign. */
const hexInteger = /^0[xX][^pP]+$/;

export function parseNumber(text: string, offset: number): ParsedNumber {
  const marked = /[.eEpP]/.test(text);
  const int = parseInteger(text);
  const number = { kind: 'number', offset, source: text } as const;
  if (typeof int === 'bigint')
    return { ...number, int, float: Number(int), isFloat: marked && !hexInteger.test(text) };
  if (isUnsigned(text)) return { ...number, int: undefined, float: Number.NaN, isFloat: false };
  if (text.endsWith('i')) return refused(`complex numbers are not supported: "${text}"`);
  const float = parseFloatLiteral(text);
  if (float === undefined) return refused(`illegal number syntax: "${text}"`);
  if (!marked) return refused(`integer overflow: "${text}"`);
  const whole = Number.isInteger(float) && float >= -(2 ** 63) && float < 2 ** 63 ? BigInt(float) : undefined;
  return { ...number, int: whole, float, isFloat: true };
}

/** Too large for an int, not for Go's unsigned one: such a number is refused only where it is used. */
function isUnsigned(text: string): boolean {
  const value = parseInteger(text, maxUint64);
  return typeof value === 'bigint' && value >= 0n && /^\d/.test(text);
}

/** A character constant is the number of its code point. */
export function parseRune(text: string, offset: number): ParsedNumber {
  const code = unquoteRune(text);
  if (code === 'syntax') return refused('invalid syntax');
  if (code === 'tail') return refused(`malformed character constant: ${text}`);
  return { kind: 'number', offset, source: text, int: BigInt(code), float: code, isFloat: false };
}

function refused(message: string): ParsedNumber {
  return { kind: 'refused', message };
}
