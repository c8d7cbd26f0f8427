import type { Call } from './action.ts';
import { dryRunPassed, invalidParameter, missingParameter } from './refusal.ts';

export type Params = Call['params'];

/** The text of a parameter; empty when it was not given, as the service reads `Name=`. */
export function text(params: Params, name: string): string {
  return params.get(name) ?? '';
}

/** The text of a parameter that must be there. */
export function requiredText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === '') throw missingParameter(name);
  return value;
}

/** A Boolean, written `true` or `false` in any case. */
export function flag(params: Params, name: string, otherwise = false): boolean {
  const value = text(params, name).toLowerCase();
  if (value === '') return otherwise;
  if (value === 'true' || value === 'false') return value === 'true';
  throw invalidParameter(name, 'it must be true or false');
}

/** A whole number; undefined when it was not given. */
export function wholeNumber(params: Params, name: string): number | undefined {
  const value = text(params, name);
  if (value === '') return undefined;
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  throw invalidParameter(name, 'it must be a whole number');
}

/** `Name.1`, `Name.2`, … in the order of their numbers; `Name` alone counts as the first. */
export function repeated(params: Params, name: string): readonly string[] {
  const found = numbered(params, name)
    .filter(({ rest }) => rest === '')
    .map(({ value }) => value);
  const single = text(params, name);
  return [...(single === '' ? [] : [single]), ...found].filter((value) => value !== '');
}

/** `Name.1.Key`, `Name.1.Value`, …: one map of the fields for each number. */
export function structures(params: Params, name: string): readonly Params[] {
  const byNumber = new Map<number, Map<string, string>>();
  for (const { index, rest, value } of numbered(params, name)) {
    if (rest === '' || value === '') continue;
    const fields = byNumber.get(index) ?? new Map<string, string>();
    byNumber.set(index, fields.set(rest, value));
  }
  return [...byNumber.values()];
}

/** A JSON array of texts such as `["i-1","i-2"]`; undefined when not given: an empty array is a filter for nothing. */
export function jsonTexts(params: Params, name: string): readonly string[] | undefined {
  const value = text(params, name);
  if (value === '') return undefined;
  const parsed = parsedJson(value);
  if (Array.isArray(parsed) && parsed.every((item) => typeof item === 'string')) return parsed;
  throw invalidParameter(name, 'it must be a JSON array of strings');
}

/** `a,b,c`; undefined when not given. */
export function commaTexts(params: Params, name: string): readonly string[] | undefined {
  const value = text(params, name);
  return value === '' ? undefined : value.split(',').map((item) => item.trim());
}

/** To be called where all checks have passed and nothing has changed yet. */
export function endDryRun(params: Params): void {
  if (flag(params, 'DryRun')) throw dryRunPassed();
}

interface Numbered {
  readonly index: number;
  readonly rest: string;
  readonly value: string;
}

function numbered(params: Params, name: string): readonly Numbered[] {
  const found: Numbered[] = [];
  for (const [key, value] of params) {
    if (!key.startsWith(`${name}.`)) continue;
    const [digits = '', ...rest] = key.slice(name.length + 1).split('.');
    if (/^\d+$/.test(digits)) found.push({ index: Number(digits), rest: rest.join('.'), value });
  }
  return found.sort((one, other) => one.index - other.index);
}

function parsedJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
