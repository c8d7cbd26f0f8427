import { goQuote } from '../go/go-quote.ts';

const milliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** Longest Go duration: 2^63 - 1 nanoseconds. */
const longest = 2 ** 63 / 1e6;

/** One number and its unit; the unit is whatever stands before the next digit or dot. */
const part = /([0-9]*)(?:(\.)([0-9]*))?([^0-9.]*)/y;

/** Milliseconds of a Go duration (`1h30m`, `-1.5s`, `300µs`), or Go's complaint about it. */
export function parseDuration(text: string): { readonly value: number } | { readonly error: string } {
  const negative = text.startsWith('-');
  const body = negative || text.startsWith('+') ? text.slice(1) : text;
  if (body === '0') return { value: 0 };
  if (body === '') return invalid(text);
  let total = 0;
  part.lastIndex = 0;
  while (part.lastIndex < body.length) {
    const [, whole = '', dot, fraction = '', unit = ''] = part.exec(body) ?? [];
    if ((whole === '' && fraction === '') || Number(whole) > 2 ** 63) return invalid(text);
    if (unit === '') return { error: `time: missing unit in duration ${goQuote(text)}` };
    const scale = Object.hasOwn(milliseconds, unit) ? milliseconds[unit] : undefined;
    if (scale === undefined)
      return { error: `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}` };
    total += Number(dot === undefined ? whole : `${whole}.${fraction}0`) * scale;
  }
  if (total > longest) return invalid(text);
  return { value: negative ? -total : total };
}

function invalid(text: string): { readonly error: string } {
  return { error: `time: invalid duration ${goQuote(text)}` };
}
