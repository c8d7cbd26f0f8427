import { dayName, half, monthName, twelveHour, twoDigits } from '../../go/go-time-layout.ts';
import { ArgumentError } from './function.ts';
import { localTime, type Moment, zoneText } from './timestamp.ts';

type Write = (local: Date, moment: Moment) => string;

const VERBS: Readonly<Record<string, Write>> = {
  YYYY: (local) => String(local.getUTCFullYear()).padStart(4, '0'),
  YY: (local) => twoDigits(local.getUTCFullYear() % 100),
  MMMM: monthName,
  MMM: (local) => monthName(local).slice(0, 3),
  MM: (local) => twoDigits(local.getUTCMonth() + 1),
  M: (local) => String(local.getUTCMonth() + 1),
  DD: (local) => twoDigits(local.getUTCDate()),
  D: (local) => String(local.getUTCDate()),
  EEEE: dayName,
  EEE: (local) => dayName(local).slice(0, 3),
  hh: (local) => twoDigits(local.getUTCHours()),
  h: (local) => String(local.getUTCHours()),
  HH: (local) => twoDigits(twelveHour(local)),
  H: (local) => String(twelveHour(local)),
  AA: half,
  aa: (local) => half(local).toLowerCase(),
  mm: (local) => twoDigits(local.getUTCMinutes()),
  m: (local) => String(local.getUTCMinutes()),
  ss: (local) => twoDigits(local.getUTCSeconds()),
  s: (local) => String(local.getUTCSeconds()),
  Z: (_local, moment) => zoneText(moment, ':', 'Z'),
  ZZZ: (_local, moment) => zoneText(moment, '', 'UTC'),
  ZZZZ: (_local, moment) => zoneText(moment, '', undefined),
  ZZZZZ: (_local, moment) => zoneText(moment, ':', undefined),
};

/** What a letter must look like. */
const RULES: Readonly<Record<string, string>> = {
  Y: 'year must either be "YY" or "YYYY"',
  M: 'month must be "M", "MM", "MMM", or "MMMM"',
  D: 'day of month must either be "D" or "DD"',
  E: 'day of week must either be "EEE" or "EEEE"',
  h: '24-hour must either be "h" or "hh"',
  H: '12-hour must either be "H" or "HH"',
  A: 'must be "AA"',
  a: 'must be "aa"',
  m: 'minute must either be "m" or "mm"',
  s: 'second must either be "s" or "ss"',
  Z: 'timezone must be Z, ZZZZ, or ZZZZZ',
};

const part = /''|'(?:[^']|'')+'|'|([a-zA-Z])\1*|[^a-zA-Z']+/g;

/** Writes a time by letters; what stands in single quotes, and what is no letter, is copied. */
export function formatDate(format: string, moment: Moment): string {
  const local = localTime(moment);
  return format.replace(part, (found, letter?: string) => {
    if (found === "''") return "'";
    if (found === "'") throw unterminated();
    if (found.startsWith("'")) return found.slice(1, -1).replaceAll("''", "'");
    if (letter === undefined) return found;
    const write = VERBS[found];
    if (write !== undefined) return write(local, moment);
    const rule = RULES[letter];
    throw new ArgumentError(
      0,
      `invalid date format verb "${rule === undefined ? letter : found}"${rule === undefined ? '' : `: ${rule}`}`,
    );
  });
}

function unterminated(): ArgumentError {
  return new ArgumentError(0, "unterminated literal '");
}
