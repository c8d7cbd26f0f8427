const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export const monthName = (now: Date): string => months[now.getUTCMonth()] ?? '';
export const dayName = (now: Date): string => days[now.getUTCDay()] ?? '';
export const twoDigits = (value: number): string => String(value).padStart(2, '0');
export const twelveHour = (now: Date): number => now.getUTCHours() % 12 || 12;
export const half = (now: Date): string => (now.getUTCHours() < 12 ? 'AM' : 'PM');

/** Day of the year, from 1. */
function yearDay(now: Date): number {
  const dayLength = 86_400_000;
  return Math.floor((now.getTime() - Date.UTC(now.getUTCFullYear(), 0, 1)) / dayLength) + 1;
}

type Token = readonly [text: string, format: (now: Date) => string];

/** The reference time's parts; of those that begin alike the longest comes first. Times are UTC. */
const tokens: readonly Token[] = [
  ['January', monthName],
  ['Jan', (now) => monthName(now).slice(0, 3)],
  ['Monday', dayName],
  ['Mon', (now) => dayName(now).slice(0, 3)],
  ['MST', () => 'UTC'],
  ['2006', (now) => String(now.getUTCFullYear()).padStart(4, '0')],
  ['__2', (now) => String(yearDay(now)).padStart(3, ' ')],
  ['002', (now) => String(yearDay(now)).padStart(3, '0')],
  ['01', (now) => twoDigits(now.getUTCMonth() + 1)],
  ['02', (now) => twoDigits(now.getUTCDate())],
  ['03', (now) => twoDigits(twelveHour(now))],
  ['04', (now) => twoDigits(now.getUTCMinutes())],
  ['05', (now) => twoDigits(now.getUTCSeconds())],
  ['06', (now) => twoDigits(now.getUTCFullYear() % 100)],
  ['15', (now) => twoDigits(now.getUTCHours())],
  ['_2', (now) => String(now.getUTCDate()).padStart(2, ' ')],
  ['-07:00:00', () => '+00:00:00'],
  ['-070000', () => '+000000'],
  ['-07:00', () => '+00:00'],
  ['-0700', () => '+0000'],
  ['-07', () => '+00'],
  ['Z07:00:00', () => 'Z'],
  ['Z070000', () => 'Z'],
  ['Z07:00', () => 'Z'],
  ['Z0700', () => 'Z'],
  ['Z07', () => 'Z'],
  ['PM', half],
  ['pm', (now) => half(now).toLowerCase()],
  ['1', (now) => String(now.getUTCMonth() + 1)],
  ['2', (now) => String(now.getUTCDate())],
  ['3', (now) => String(twelveHour(now))],
  ['4', (now) => String(now.getUTCMinutes())],
  ['5', (now) => String(now.getUTCSeconds())],
];

const fraction = /[.,](0+|9+)(?!\d)/y;

/** Writes a time as Go's `Time.Format` does: the layout shows how Jan 2 15:04:05 2006 MST would look. */
export function formatLayout(now: Date, layout: string): string {
  let out = '';
  let at = 0;
  while (at < layout.length) {
    const part = layoutPart(now, layout, at);
    out += part?.text ?? layout[at];
    at += part?.length ?? 1;
  }
  return out;
}

function layoutPart(
  now: Date,
  layout: string,
  at: number,
): { readonly text: string; readonly length: number } | undefined {
  // The blank-padded day does not reach into a year: `_2006` is an underscore and the year.
  if (layout.startsWith('_2006', at)) return { text: '_', length: 1 };
  fraction.lastIndex = at;
  const digits = fraction.exec(layout)?.[0];
  if (digits !== undefined) return { text: fractionText(now, digits), length: digits.length };
  const token = tokens.find(([text]) => layout.startsWith(text, at) && !isWordStart(layout, at, text));
  return token === undefined ? undefined : { text: token[1](now), length: token[0].length };
}

/** `Jan` in `Janet` and `Mon` in `Month` are plain text. */
function isWordStart(layout: string, at: number, token: string): boolean {
  return (token === 'Jan' || token === 'Mon') && /[a-z]/.test(layout[at + 3] ?? '');
}

/** Zeros keep their width; nines drop trailing zeros, and themselves when nothing is left. */
function fractionText(now: Date, digits: string): string {
  // Nanoseconds have nine digits, however many the layout has.
  const shown = String(now.getUTCMilliseconds())
    .padStart(3, '0')
    .padEnd(9, '0')
    .slice(0, digits.length - 1);
  if (digits[1] === '0') return digits[0] + shown;
  const short = shown.replace(/0+$/, '');
  return short === '' ? '' : digits[0] + short;
}
