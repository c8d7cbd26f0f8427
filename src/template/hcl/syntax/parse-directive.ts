import { suggestion } from '../suggestion.ts';
import { parseExpression } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import type { ControlPart, TemplatePart } from './template-parts.ts';
import type { Token } from './token.ts';

const KEYWORDS = ['if', 'for', 'else', 'endif', 'endfor'];

interface Read {
  readonly part: TemplatePart | undefined;
  readonly close: Token | undefined;
}

const SKIPPED: Read = { part: undefined, close: undefined };

/** What stands in `%{ }`. */
export function parseDirective(parser: Parser, open: Token): Read {
  const keyword = parser.peek();
  if (keyword.kind !== 'identifier') {
    const detail =
      'A template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.';
    parser.reportFollowing(
      'Invalid template directive',
      detail,
      parser.range(keyword),
      parser.span(open, keyword),
    );
    return skip(parser);
  }
  parser.read();
  const content = parseContent(parser, keyword);
  if (content === undefined) return skip(parser);
  const close = parser.peek();
  const part: ControlPart = { ...content, range: parser.span(open, close) };
  if (close.kind === 'sequence-end') return { part, close: parser.read() };
  parser.reportFollowing(
    `Extra characters in ${parser.text(keyword)} marker`,
    'Expected a closing brace to end the sequence, but found extra characters.',
    parser.range(close),
    parser.span(open, close),
  );
  parser.recover('sequence-end');
  return { part, close: undefined };
}

function skip(parser: Parser): Read {
  parser.recover('sequence-end');
  return SKIPPED;
}

type Content = ControlPart extends infer Part
  ? Part extends ControlPart
    ? Omit<Part, 'range'>
    : never
  : never;

function parseContent(parser: Parser, keyword: Token): Content | undefined {
  const word = parser.text(keyword);
  switch (word) {
    case 'if':
      return { kind: 'if', condition: parseExpression(parser) };
    case 'for':
      return parseForDirective(parser);
    case 'else':
    case 'endif':
    case 'endfor':
      return { kind: word };
    default: {
      const detail = `"${word}" is not a valid template control keyword.${suggestion(word, KEYWORDS)}`;
      parser.reportFollowing('Invalid template control keyword', detail, parser.range(keyword));
      return undefined;
    }
  }
}

function parseForDirective(parser: Parser): Content | undefined {
  const fail = (detail: string) =>
    parser.reportFollowing("Invalid 'for' directive", detail, parser.range(parser.peek()));
  if (parser.peek().kind !== 'identifier')
    return void fail("For directive requires variable name after 'for'.");
  const first = parser.text(parser.read()).normalize('NFC');
  let second: string | undefined;
  if (parser.peek().kind === ',') {
    parser.read();
    if (parser.peek().kind !== 'identifier')
      return void fail('For directive requires value variable name after comma.');
    second = parser.text(parser.read()).normalize('NFC');
  }
  if (!parser.isWord(parser.peek(), 'in'))
    return void fail("For directive requires 'in' keyword after names.");
  parser.read();
  const collection = parseExpression(parser);
  const names = second === undefined ? { valueName: first } : { keyName: first, valueName: second };
  return { kind: 'for', ...names, collection };
}
