import { parseInteger } from './go-integer.ts';
import { unquoteRune } from './go-string.ts';
import type { NumberNode } from './node.ts';

/** A number, or Go's complaint about it. */
export type ParsedNumber = NumberNode | { readonly kind: 'refused'; readonly message: string };

const decimalFloat = /^[+-]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?[\d_]+)?$/;

export function parseNumber(text: string, offset: number): ParsedNumber {
  const int = parseInteger(text);
  const marked = !/^[+-]?0[xX]/.test(text) && /[.eEpP]/.test(text);
  if (typeof int === 'bigint')
    return { kind: 'number', offset, source: text, int, float: Number(int), isFloat: false };
  if (text.endsWith('i')) return refused(`complex numbers are not supported: "${text}"`);
  if (!marked && decimalFloat.test(text)) return refused(`integer overflow: "${text}"`);
  const float = marked && decimalFloat.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
  if (!Number.isFinite(float)) return refused(`illegal number syntax: "${text}"`);
  const whole = Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
  return { kind: 'number', offset, source: text, int: whole, float, isFloat: true };
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
