import { dayName, half, monthName, twelveHour, twoDigits } from './go-time-layout.ts';

const verbs = new Map<string, (now: Date) => string>([
  ['A', dayName],
  ['a', (now) => dayName(now).slice(0, 3)],
  ['B', monthName],
  ['b', (now) => monthName(now).slice(0, 3)],
  ['d', (now) => twoDigits(now.getUTCDate())],
  ['H', (now) => twoDigits(now.getUTCHours())],
  ['I', (now) => twoDigits(twelveHour(now))],
  ['L', (now) => `.${String(now.getUTCMilliseconds()).padStart(3, '0')}`],
  ['M', (now) => twoDigits(now.getUTCMinutes())],
  ['m', (now) => twoDigits(now.getUTCMonth() + 1)],
  ['p', half],
  ['S', (now) => twoDigits(now.getUTCSeconds())],
  ['Y', (now) => String(now.getUTCFullYear()).padStart(4, '0')],
  ['y', (now) => twoDigits(now.getUTCFullYear() % 100)],
  ['Z', () => 'UTC'],
  ['z', () => '+0000'],
  ['%', () => '%'],
]);

/** Writes a UTC time by C's percent verbs; one that Packer does not know is copied. */
export function strftime(now: Date, format: string): string {
  return format.replace(/%(\s|\S)/gu, (whole, verb: string) => verbs.get(verb)?.(now) ?? whole);
}
