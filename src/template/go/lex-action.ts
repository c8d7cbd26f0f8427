import { goQuote } from './go-quote.ts';
import { isBlank, type Reader } from './reader.ts';
import type { TokenKind } from './token.ts';

const keywords = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'template',
  'with',
]);

const letter = /[\p{L}\p{Nd}_]/u;
const digits = '0123456789_';

/** Takes one token inside `{{ }}`; returns by how much the depth of parentheses changes. */
export function lexInsideAction(reader: Reader): number {
  const character = reader.character;
  if (character === '') reader.fail('unclosed action');
  else if (isBlank(character)) lexBlanks(reader);
  else if (character === '(' || character === ')') return lexParen(reader, character);
  else if (character === '"') lexQuoted(reader, { quote: '"', kind: 'string', name: 'quoted string' });
  else if (character === "'")
    lexQuoted(reader, { quote: "'", kind: 'char-constant', name: 'character constant' });
  else if (character === '`') lexRaw(reader);
  else if (character === '$') lexField(reader, 'variable', 'variable');
  else if (character === '.' && startsField(reader)) lexField(reader, 'dot', 'field');
  else if ('.+-'.includes(character) || isDigit(character)) lexNumber(reader);
  else if (letter.test(character)) lexIdentifier(reader);
  else lexPunctuation(reader, character);
  return 0;
}

function lexPunctuation(reader: Reader, character: string): void {
  if (character === ':' && reader.text[reader.offset + 1] !== '=') {
    reader.fail('expected :=');
    return;
  }
  if (character < '!' || character > '~') {
    reader.fail(`unrecognized character in action: ${describe(character)}`);
    return;
  }
  const kind = new Map<string, TokenKind>([
    ['=', 'assign'],
    [':', 'declare'],
    ['|', 'pipe'],
  ]).get(character);
  take(reader, character === ':' ? 2 : 1, kind ?? 'char');
}

function take(reader: Reader, length: number, kind: TokenKind): void {
  reader.advance(reader.offset + length);
  reader.emit(kind);
}

function lexParen(reader: Reader, character: string): number {
  take(reader, 1, character === '(' ? 'left-paren' : 'right-paren');
  return character === '(' ? 1 : -1;
}

/** Blanks before a trimming delimiter leave one for it. */
function lexBlanks(reader: Reader): void {
  let end = reader.offset;
  while (isBlank(reader.text[end] ?? '')) end += 1;
  const leave = reader.text.startsWith('-}}', end) ? 1 : 0;
  reader.advance(end - leave);
  reader.emitUnlessEmpty('space');
}

function lexQuoted(
  reader: Reader,
  { quote, kind, name }: { readonly quote: string; readonly kind: TokenKind; readonly name: string },
): void {
  let end = reader.offset + 1;
  for (;;) {
    const character = reader.text[end] ?? '\n';
    const escaped = character === '\\' ? (reader.text[end + 1] ?? '\n') : '';
    if (character === '\n' || escaped === '\n') {
      reader.fail(`unterminated ${name}`);
      return;
    }
    end += escaped === '' ? 1 : 2;
    if (character === quote) break;
  }
  reader.advance(end);
  reader.emit(kind);
}

function lexRaw(reader: Reader): void {
  const end = reader.text.indexOf('`', reader.offset + 1);
  if (end < 0) reader.fail('unterminated raw quoted string');
  else take(reader, end + 1 - reader.offset, 'raw-string');
}

/** A dot before a digit begins a number, and so does one that ends the text. */
function startsField({ text, offset }: Reader): boolean {
  return offset + 1 < text.length && !isDigit(text[offset + 1]);
}

/** A field or variable, or just the dot or dollar sign. */
function lexField(reader: Reader, bare: TokenKind, full: TokenKind): void {
  reader.advance(reader.offset + 1);
  takeWord(reader);
  if (refuseBadEnd(reader)) return;
  reader.emit(reader.pending.length === 1 ? bare : full);
}

function lexIdentifier(reader: Reader): void {
  takeWord(reader);
  if (refuseBadEnd(reader)) return;
  const word = reader.pending;
  if (keywords.has(word)) reader.emit('keyword');
  else if (word === 'true' || word === 'false') reader.emit('bool');
  else reader.emit(word === 'nil' ? 'nil' : 'identifier');
}

function takeWord(reader: Reader): void {
  while (letter.test(reader.character)) reader.advance(reader.offset + reader.character.length);
}

/** A word must end where the next token can begin. */
function refuseBadEnd(reader: Reader): boolean {
  const next = reader.character;
  if (next === '' || isBlank(next) || '.,|:)('.includes(next)) return false;
  if (reader.text.startsWith('}}', reader.offset)) return false;
  reader.fail(`bad character ${describe(next)}`);
  return true;
}

function lexNumber(reader: Reader): void {
  let good = scanNumber(reader);
  // A second number right behind it makes a complex one, which must end in `i`.
  if (good && '+-'.includes(reader.text[reader.offset] ?? ' ')) {
    good = scanNumber(reader) && reader.text[reader.offset - 1] === 'i';
  }
  if (good) reader.emit('number');
  else reader.fail(`bad number syntax: ${goQuote(reader.pending)}`);
}

function scanNumber(reader: Reader): boolean {
  accept(reader, '+-');
  const allowed = acceptBase(reader);
  acceptRun(reader, allowed);
  if (accept(reader, '.')) acceptRun(reader, allowed);
  const exponent = allowed === digits ? 'eE' : allowed.includes('f') ? 'pP' : '';
  if (exponent !== '' && accept(reader, exponent)) {
    accept(reader, '+-');
    acceptRun(reader, digits);
  }
  accept(reader, 'i');
  const next = reader.character;
  if (!letter.test(next)) return true;
  reader.advance(reader.offset + next.length);
  return false;
}

function acceptBase(reader: Reader): string {
  if (!accept(reader, '0')) return digits;
  if (accept(reader, 'xX')) return '0123456789abcdefABCDEF_';
  if (accept(reader, 'oO')) return '01234567_';
  return accept(reader, 'bB') ? '01_' : digits;
}

function accept(reader: Reader, allowed: string): boolean {
  const next = reader.text[reader.offset];
  if (next === undefined || !allowed.includes(next)) return false;
  reader.advance(reader.offset + 1);
  return true;
}

function acceptRun(reader: Reader, allowed: string): void {
  let more = true;
  while (more) more = accept(reader, allowed);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

/** Go's `%#U`: `U+00E9 'é'`. */
function describe(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /[\p{C}\p{Z}]/u.test(character) && character !== ' ' ? `U+${code}` : `U+${code} '${character}'`;
}
