import { monthName } from '../../go/go-time-layout.ts';

/** A time, and the minutes by which the clock of its place is ahead of UTC. */
export interface Moment {
  readonly time: Date;
  readonly offset: number;
}

/** The clock of the place, as if it were UTC. */
export function localTime({ time, offset }: Moment): Date {
  return new Date(time.getTime() + offset * 60_000);
}

interface Field {
  readonly name: string;
  readonly pattern: RegExp;
  readonly least: number;
  readonly most: number;
}

const two = /^\d\d/;
const DATE: readonly Field[] = [
  { name: 'month', pattern: two, least: 1, most: 12 },
  { name: 'day', pattern: two, least: 1, most: 31 },
];
const CLOCK: readonly Field[] = [
  { name: 'hour', pattern: two, least: 0, most: 23 },
  { name: 'minute', pattern: two, least: 0, most: 59 },
  { name: 'second', pattern: two, least: 0, most: 59 },
];

const whole = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(Z|[+-]\d\d:\d\d)$/;

/** Reads a time as RFC 3339 writes it, or tells why it is none. */
export function parseTimestamp(text: string): Moment | { readonly why: string } {
  const found = whole.exec(text);
  if (found === null) return { why: whyNot(text) };
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  for (const [field, value] of [...DATE, ...CLOCK].map(
    (one, index) => [one, Number(found[index + 2])] as const,
  ))
    if (value < field.least || value > field.most) return { why: outOfRange(field, text) };
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  utc.setUTCHours(hour, minute, second, Number(`0.${found[7] ?? '0'}`) * 1000);
  if (utc.getUTCDate() !== day) return { why: 'day out of range' };
  const offset = offsetOf(found[8] ?? 'Z');
  return { time: new Date(utc.getTime() - offset * 60_000), offset };
}

function outOfRange({ name, least, most }: Field, text: string): string {
  if (name === 'month') return `cannot use ${JSON.stringify(text.slice(7))} as month`;
  return name === 'day' ? 'day out of range' : `${name} must be between ${least} and ${most} inclusive`;
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return zone.startsWith('-') ? -minutes : minutes;
}

/** What is missing first, from left to right. */
function whyNot(text: string): string {
  const parts: readonly (readonly [pattern: RegExp, name: string, isMark: boolean])[] = [
    [/^\d{4}/, 'year', false],
    [/^-/, "required date separator '-'", true],
    [two, 'month', false],
    [/^-/, "required date separator '-'", true],
    [two, 'day of month', false],
    [/^T/, "required time introducer 'T'", true],
    [two, 'hour', false],
    [/^:/, "required time separator ':'", true],
    [two, 'minute', false],
    [/^:/, "required time separator ':'", true],
    [two, 'second', false],
    [/^(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)/, 'UTC offset', false],
  ];
  let rest = text;
  for (const [pattern, name, isMark] of parts) {
    const length = pattern.exec(rest)?.[0].length;
    if (length === undefined && isMark) return `missing ${name}`;
    if (length === undefined)
      return rest === '' ? `end of string before ${name}` : `cannot use ${JSON.stringify(rest)} as ${name}`;
    rest = rest.slice(length);
  }
  return `extra text: ${JSON.stringify(rest)}`;
}

const pad = (value: number, length = 2) => String(value).padStart(length, '0');

/** `+01:30`, with or without its mark; UTC is `Z` where that is allowed. */
export function zoneText({ offset }: Moment, mark: string, utc: string | undefined): string {
  if (offset === 0 && utc !== undefined) return utc;
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}${mark}${pad(minutes % 60)}`;
}

/** Without fractions of a second. */
export function rfc3339(moment: Moment): string {
  const [whole = ''] = localTime(moment).toISOString().split('.');
  return whole.replace(/^\+0*/, '') + zoneText(moment, ':', 'Z');
}

const DAY = 86_400_000;

/** The parts of a date, by the names that templates know. */
export function dateParts(
  moment: Moment,
): Readonly<
  Record<
    | 'year'
    | 'month'
    | 'day'
    | 'hour'
    | 'minute'
    | 'second'
    | 'year_day'
    | 'iso_year'
    | 'iso_week'
    | 'weekday',
    number
  >
> & { readonly monthName: string } {
  const local = localTime(moment);
  const weekday = local.getUTCDay();
  const thursday = new Date(local.getTime() + (4 - (weekday === 0 ? 7 : weekday)) * DAY);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    year_day: dayOfYear(local),
    iso_year: thursday.getUTCFullYear(),
    iso_week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1,
    weekday,
    monthName: monthName(local),
  };
}

function dayOfYear(date: Date): number {
  const first = new Date(0);
  first.setUTCFullYear(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - first.getTime()) / DAY) + 1;
}
