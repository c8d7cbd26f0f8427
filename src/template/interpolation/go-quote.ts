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

/** A Go string literal with double quotes: what `%q` prints. Invisible characters are escaped. */
export function goQuote(text: string): string {
  return `"${escapeFor(text, '"')}"`;
}

/** A Go character literal: what `%q` prints for a number. */
export function goQuoteRune(code: number): string {
  const valid = code >= 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000);
  return `'${escapeFor(String.fromCodePoint(valid ? code : 0xfffd), "'")}'`;
}

function escapeFor(text: string, quote: string): string {
  let out = '';
  for (const character of text) out += escapeCharacter(character, quote);
  return out;
}

function escapeCharacter(character: string, quote: string): string {
  if (character === quote || character === '\\') return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  const name = named.get(code);
  if (name !== undefined) return name;
  if (character === ' ' || !invisible.test(character)) return character;
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000
    ? `\\u${code.toString(16).padStart(4, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}
