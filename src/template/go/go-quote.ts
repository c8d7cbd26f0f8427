const named = new Map([
  [7, '\\a'],
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [11, '\\v'],
  [12, '\\f'],
  [13, '\\r'],
]);

const invisible = /[\p{C}\p{Z}]/u;

/** Whether Go prints a character as it is: anything visible, and the blank. */
export function isPrintable(code: number): boolean {
  const surrogate = code >= 0xd800 && code < 0xe000;
  return code === 0x20 || (!surrogate && !invisible.test(String.fromCodePoint(code)));
}

/** A Go string literal with double quotes: what `%q` prints. Invisible characters are escaped; `ascii`: all others too. */
export function goQuote(text: string, ascii = false): string {
  return `"${escapeFor(text, '"', ascii)}"`;
}

/** A Go character literal: what `%q` prints for a number. */
export function goQuoteRune(code: number, ascii = false): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return `'${escapeFor(String.fromCodePoint(valid ? code : 0xfffd), "'", ascii)}'`;
}

/** Whether a text can stand between backticks: on one line, without control characters. */
export function canBackquote(text: string): boolean {
  return Array.from(text).every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return (code >= 0x20 || code === 9) && code !== 0x7f && code !== 0xfeff && character !== '`';
  });
}

function escapeFor(text: string, quote: string, ascii: boolean): string {
  let out = '';
  for (const character of text) out += escapeCharacter(character, quote, ascii);
  return out;
}

function escapeCharacter(character: string, quote: string, ascii: boolean): string {
  if (character === quote || character === '\\') return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  const name = named.get(code);
  if (name !== undefined) return name;
  if (isPrintable(code) && !(ascii && code >= 0x80)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}
