import type { Scanner } from './scanner.ts';

const quote = 0x22;
const backslash = 0x5c;

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads a string; the cursor stands on its opening quote. Unpaired surrogates become U+FFFD, as in Go. */
export function parseString(scanner: Scanner): string {
  scanner.offset += 1;
  let value = '';
  let from = scanner.offset;
  for (;;) {
    const code = scanner.code;
    if (code === quote || code === backslash) {
      value += scanner.text.slice(from, scanner.offset);
      scanner.offset += 1;
      if (code === quote) return wellFormed(value);
      value += parseEscape(scanner);
      from = scanner.offset;
    } else if (code < 0x20) {
      scanner.refuse('in string literal');
    } else if (Number.isNaN(code)) {
      scanner.refuseEnd();
    } else {
      scanner.offset += 1;
    }
  }
}

function parseEscape(scanner: Scanner): string {
  const letter = scanner.text[scanner.offset] ?? '';
  if (letter === 'u') return parseUnicode(scanner);
  const plain = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
  if (plain === undefined) scanner.refuseInside('in string escape code');
  scanner.offset += 1;
  return plain;
}

function parseUnicode(scanner: Scanner): string {
  let code = 0;
  for (let digit = 0; digit < 4; digit += 1) {
    scanner.offset += 1;
    const value = Number.parseInt(scanner.text[scanner.offset] ?? '', 16);
    if (Number.isNaN(value)) scanner.refuseInside('in \\u hexadecimal character escape');
    code = code * 16 + value;
  }
  scanner.offset += 1;
  return String.fromCharCode(code);
}

const unpaired = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function wellFormed(text: string): string {
  return text.replace(unpaired, '\ufffd');
}
