import { parseInteger } from '../go/go-integer.ts';
import { goQuote } from '../go/go-quote.ts';
import type { Json } from '../model/template.ts';
import { advice } from './advice.ts';
import { type Findings, mistype, unconvertible } from './findings.ts';

/** Fractions are cut off, booleans are 1 and 0, strings may be `0x10`, `0b1`, `0o7` or octal `010`; `""` is 0. */
export function weakInt(value: Json, path: string, findings: Findings): number | undefined {
  if (typeof value === 'number') return Math.trunc(value) + 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') {
    const message = unconvertible(path, 'int', value, findings.objects);
    mistype(findings, path, { message, advice: advice.int(value) });
    return undefined;
  }
  const parsed = parseInteger(value === '' ? '0' : value);
  if (typeof parsed === 'bigint') return Number(parsed);
  const reason = parsed === 'range' ? 'value out of range' : 'invalid syntax';
  const message = `cannot parse '${path}' as int: strconv.ParseInt: parsing ${goQuote(value)}: ${reason}`;
  mistype(findings, path, { message, advice: advice.int(value) });
  return undefined;
}
