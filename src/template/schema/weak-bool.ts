import { goQuote } from '../go/go-quote.ts';
import type { Json } from '../model/template.ts';
import { advice } from './advice.ts';
import { type Findings, mistype, unconvertible } from './findings.ts';

const words = new Map<string, boolean>([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false] as const),
]);

/** What Go's ParseBool takes; `undefined` for any other word. */
export function parseBool(text: string): boolean | undefined {
  return words.get(text);
}

/** Go's complaint about a word that is no boolean. */
export function parseBoolError(text: string): string {
  return `strconv.ParseBool: parsing ${goQuote(text)}: invalid syntax`;
}

/** Numbers are true unless zero; an empty string is false. */
export function weakBool(value: Json, path: string, findings: Findings): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') {
    const message = unconvertible(path, 'bool', value, findings.objects);
    mistype(findings, path, { message, advice: advice.bool(value) });
    return undefined;
  }
  const parsed = value === '' ? false : parseBool(value);
  if (parsed === undefined) {
    const message = `cannot parse '${path}' as bool: ${parseBoolError(value)}`;
    mistype(findings, path, { message, advice: advice.bool(value) });
  }
  return parsed;
}
