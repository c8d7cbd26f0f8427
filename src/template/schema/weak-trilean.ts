import type { Json } from '../model/template.ts';
import { advice } from './advice.ts';
import type { Trilean } from './field.ts';
import { type Findings, mistype, unconvertible } from './findings.ts';
import { parseBool, parseBoolError } from './weak-bool.ts';

/** An empty string is unset. A bare number is Packer's own enumeration: 1 true, 2 false, anything else unset. */
export function weakTrilean(value: Json, path: string, findings: Findings): Trilean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value === 1 ? true : value === 2 ? false : undefined;
  if (typeof value !== 'string') {
    const message = unconvertible(path, 'config.Trilean', value, findings.objects);
    mistype(findings, path, { message, advice: advice.bool(value) });
    return undefined;
  }
  const parsed = value === '' ? undefined : parseBool(value);
  if (parsed === undefined && value !== '') {
    const message = `error decoding '${path}': Error parsing bool from given var: ${parseBoolError(value)}`;
    mistype(findings, path, { message, advice: advice.bool(value) });
  }
  return parsed;
}
