const named: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

/** How many digits of which base follow the letter of an escape. */
const numeric: Readonly<Record<string, readonly [digits: number, base: number]>> = {
  x: [2, 16],
  u: [4, 16],
  U: [8, 16],
};

/** The text of a Go string literal in double quotes; `undefined` for an escape that Go does not know. */
export function unquote(literal: string): string | undefined {
  const parts: Buffer[] = [];
  let at = 1;
  const end = literal.length - 1;
  while (at < end) {
    const backslash = literal.indexOf('\\', at);
    const plainEnd = backslash < 0 ? end : Math.min(backslash, end);
    parts.push(Buffer.from(literal.slice(at, plainEnd)));
    at = plainEnd;
    if (at >= end) break;
    const unescaped = readEscape(literal, at + 1, "'");
    if (unescaped === undefined) return undefined;
    parts.push(unescaped.bytes);
    at = unescaped.next;
  }
  return Buffer.concat(parts).toString();
}

/** The text of a raw string literal in backticks: Go drops carriage returns. */
export function rawText(literal: string): string {
  return literal.slice(1, -1).replaceAll('\r', '');
}

/** The code point of a Go character literal; `'tail'` when there is more than one character in it. */
export function unquoteRune(literal: string): number | 'syntax' | 'tail' {
  const body = literal.slice(1, -1);
  const code = body.codePointAt(0);
  if (code === undefined) return 'syntax';
  if (!body.startsWith('\\')) return Array.from(body).length === 1 ? code : 'tail';
  const character = readEscape(body, 1, '"');
  if (character === undefined) return 'syntax';
  return character.next === body.length ? character.code : 'tail';
}

/** Reads one escape; `at` is just behind its backslash. The other kind of quote may not be escaped. */
function readEscape(
  text: string,
  at: number,
  otherQuote: string,
): { readonly bytes: Buffer; readonly code: number; readonly next: number } | undefined {
  const letter = text[at] ?? '';
  if (letter === otherQuote) return undefined;
  if (Object.hasOwn(named, letter)) {
    const bytes = Buffer.from(named[letter] ?? '');
    return { bytes, code: bytes[0] ?? 0, next: at + 1 };
  }
  const octal = letter >= '0' && letter <= '7';
  const [count, base] = octal ? [3, 8] : (Object.hasOwn(numeric, letter) && numeric[letter]) || [0, 0];
  const from = octal ? at : at + 1;
  const digits = text.slice(from, from + count);
  const code = parseDigits(digits, base);
  if (count === 0 || digits.length !== count || code === undefined) return undefined;
  const isByte = octal || letter === 'x';
  if (isByte ? code > 0xff : code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined;
  const bytes = isByte ? Buffer.from([code]) : Buffer.from(String.fromCodePoint(code));
  return { bytes, code, next: from + count };
}

function parseDigits(digits: string, base: number): number | undefined {
  const valid = base === 8 ? /^[0-7]+$/ : /^[0-9a-fA-F]+$/;
  return valid.test(digits) ? Number.parseInt(digits, base) : undefined;
}
