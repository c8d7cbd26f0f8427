import { isList } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';

/** What to write instead of a value that is of the wrong type, in a few words. */
export const advice = {
  bool(value: Json): string {
    const word = String(isList(value) ? value[0] : value).toLowerCase();
    if (['yes', 'y', 'on', 'enabled', 'true'].includes(word)) return 'write true';
    return ['no', 'n', 'off', 'disabled', 'false'].includes(word) ? 'write false' : 'write true or false';
  },

  int(value: Json): string {
    const [, digits] = /^\s*([+-]?\d+)/.exec(String(isList(value) ? value[0] : value)) ?? [];
    return digits === undefined ? 'write a whole number, such as 10' : `write ${digits}`;
  },

  duration(value: Json): string {
    const [, count = '', word = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)/i.exec(String(value)) ?? [];
    const unit = count === '' ? undefined : unitOf(word.toLowerCase());
    if (unit === 'd') return `write ${Number(count) * 24}h`;
    return unit === undefined ? 'write a number with its unit, such as 5m' : `write ${count}${unit}`;
  },

  string(value: Json): string {
    const only = isList(value) && value.length === 1 ? value[0] : value;
    return only === undefined || only === null || typeof only === 'object'
      ? 'write one text in double quotes'
      : `write ${JSON.stringify(String(only))}`;
  },

  list(value: Json): string {
    return value === null || typeof value === 'object'
      ? 'write a list: [...]'
      : `write [${JSON.stringify(value)}]`;
  },

  object: (): string => 'write an object: {...}',
} as const;

/** Go's unit for a word or a short form of one; seconds where there is none. */
function unitOf(word: string): string | undefined {
  if (/^(s|secs?|seconds?|)$/.test(word)) return 's';
  if (/^(m|mins?|minutes?)$/.test(word)) return 'm';
  if (/^(h|hrs?|hours?)$/.test(word)) return 'h';
  if (/^(ms|msecs?|milliseconds?)$/.test(word)) return 'ms';
  return /^(d|days?)$/.test(word) ? 'd' : undefined;
}
