import type { Parser } from './parser.ts';
import type { Range } from './source.ts';
import type { Token } from './token.ts';

const SELECTORS = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ['\\', '\\'],
]);

const special = /\\(?:u[\dA-Fa-f]{0,4}|U[\dA-Fa-f]{0,8}|[^\n]|)|\$\$\{|%%\{/gsu;
const escapedSequence = /[$%]{2}\{/g;

/** The text that a literal piece of a template stands for. */
export function literalText(parser: Parser, token: Token): string {
  const text = parser.text(token);
  if (token.kind !== 'quoted-text') return text.replace(escapedSequence, (found) => unescapedSequence(found));
  return text.replace(special, (found, at: number) => {
    const start = token.start + at;
    return unescaped(parser, found, { source: parser.source, start, end: start + found.length });
  });
}

function unescapedSequence(found: string): string {
  return found === '$${' || found === '%%{' ? found.slice(1) : found;
}

function unescaped(parser: Parser, found: string, range: Range): string {
  const kind = found[0];
  if (kind === '$' || kind === '%') return found.slice(1);
  const selector = found[1] ?? '';
  const simple = SELECTORS.get(selector);
  if (simple !== undefined) return simple;
  if (selector === 'u') return character(parser, found, range, 4);
  if (selector === 'U') return character(parser, found, range, 8);
  const detail =
    found.length === 1
      ? 'Backslash must be followed by an escape sequence selector character.'
      : `The symbol "${found.slice(1)}" is not a valid escape sequence selector.`;
  parser.report('Invalid escape sequence', detail, range);
  return '';
}

function character(parser: Parser, found: string, range: Range, digits: number): string {
  const code = found.slice(2);
  if (code.length < digits) {
    const many = digits === 4 ? 'four' : 'eight';
    const detail = `The \\${found[1]} escape sequence must be followed by ${many} hexadecimal digits.`;
    parser.report('Invalid escape sequence', detail, range);
    return '';
  }
  const point = Number.parseInt(code, 16);
  if (point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)) return String.fromCodePoint(point);
  const shown = point.toString(16).padStart(4, '0');
  parser.report('Invalid escape sequence', `Cannot encode character U+${shown} in UTF-8.`, range);
  return '';
}

/** A quoted text without anything to evaluate, such as a label. */
export function readQuotedName(parser: Parser): { readonly text: string; readonly range: Range } {
  const open = parser.read();
  let text = '';
  for (;;) {
    const token = parser.read();
    const range = parser.span(open, token);
    if (token.kind === 'close-quote') return { text, range };
    if (token.kind === 'quoted-text') text += literalText(parser, token);
    else if (token.kind === '${' || token.kind === '%{') {
      const mark = parser.text(token).slice(0, 1);
      parser.report(
        'Invalid string literal',
        `Template sequences are not allowed in this string. To include a literal "${mark}", double it (as "${mark}${mark}") to escape it.`,
        parser.range(token),
        range,
      );
      text += `${mark}{ ... }`;
      parser.recover('sequence-end');
    } else {
      parser.reportFollowing(
        'Unterminated string literal',
        'Unable to find the closing quote mark before the end of the file.',
        parser.range(token),
        range,
      );
      return { text, range };
    }
  }
}
