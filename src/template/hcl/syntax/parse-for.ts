import type { Expression, For } from './node.ts';
import { parseExpression, unreadable } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import type { Token, TokenKind } from './token.ts';

/** A for expression, from its keyword on. The bracket that opens it says what it makes. */
export function parseFor(parser: Parser, open: Token): Expression {
  const end: TokenKind = open.kind === '{' ? '}' : ']';
  const before = parser.diagnostics.length;
  parser.read();
  const give = () => {
    parser.recover(end);
    return unreadable(parser);
  };
  const names = parseForNames(parser, (detail) => refuse(parser, open, detail));
  if (names === undefined) return give();
  const collection = parseExpression(parser);
  if (parser.failed(before)) return give();
  if (parser.peek().kind !== ':') {
    refuse(parser, open, 'For expression requires a colon after the collection expression.');
    return give();
  }
  parser.read();
  const made = parseMade(parser);
  if (parser.failed(before)) return give();
  const close = closeFor(parser, open, end);
  checkMade(parser, { open, close }, made);
  return {
    kind: 'for',
    ...names,
    collection,
    ...made.parts,
    groups: made.ellipsis !== undefined,
    open: parser.range(open),
    range: parser.span(open, close),
  };
}

function refuse(parser: Parser, open: Token, detail: string): void {
  const found = parser.peek();
  parser.reportFollowing("Invalid 'for' expression", detail, parser.range(found), parser.span(open, found));
}

/** `NAME in` or `KEY, NAME in`. */
function parseForNames(
  parser: Parser,
  fail: (detail: string) => void,
): Pick<For, 'keyName' | 'valueName'> | undefined {
  if (parser.peek().kind !== 'identifier')
    return void fail("For expression requires variable name after 'for'.");
  const first = parser.text(parser.read()).normalize('NFC');
  let second: string | undefined;
  if (parser.peek().kind === ',') {
    parser.read();
    if (parser.peek().kind !== 'identifier')
      return void fail('For expression requires value variable name after comma.');
    second = parser.text(parser.read()).normalize('NFC');
  }
  if (!parser.isWord(parser.peek(), 'in'))
    return void fail("For expression requires the 'in' keyword after its name declarations.");
  parser.read();
  return second === undefined ? { valueName: first } : { keyName: first, valueName: second };
}

interface Made {
  readonly parts: Pick<For, 'key' | 'value' | 'condition'>;
  readonly ellipsis: Token | undefined;
}

function parseMade(parser: Parser): Made {
  const first = parseExpression(parser);
  const isKey = parser.peek().kind === '=>';
  if (isKey) parser.read();
  const value = isKey ? parseExpression(parser) : first;
  const ellipsis = parser.peek().kind === '...' ? parser.read() : undefined;
  const condition = parseCondition(parser);
  return {
    parts: { value, ...(isKey ? { key: first } : {}), ...(condition === undefined ? {} : { condition }) },
    ellipsis,
  };
}

function parseCondition(parser: Parser): Expression | undefined {
  if (!parser.isWord(parser.peek(), 'if')) return undefined;
  parser.read();
  return parseExpression(parser);
}

function closeFor(parser: Parser, open: Token, end: TokenKind): Token {
  if (parser.peek().kind === end) return parser.read();
  refuse(parser, open, "Extra characters after the end of the 'for' expression.");
  return parser.recover(end);
}

function checkMade(
  parser: Parser,
  { open, close }: { readonly open: Token; readonly close: Token },
  { parts, ellipsis }: Made,
): void {
  const summary = "Invalid 'for' expression";
  const context = parser.span(open, close);
  if (open.kind === '{' && parts.key === undefined)
    parser.report(summary, 'Key expression is required when building an object.', parts.value.range, context);
  if (open.kind === '{') return;
  if (parts.key !== undefined)
    parser.report(summary, 'Key expression is not valid when building a tuple.', parts.key.range, context);
  if (ellipsis !== undefined)
    parser.report(
      summary,
      'Grouping ellipsis (...) cannot be used when building a tuple.',
      parser.range(ellipsis),
      context,
    );
}
