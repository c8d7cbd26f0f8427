import type { Attribute, Block, BodyNode } from './node.ts';
import { parseExpression } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import { between, type Range, rangeName } from './source.ts';
import { readQuotedName } from './string-literal.ts';
import type { Token, TokenKind } from './token.ts';

const REQUIRED = 'Argument or block definition required';
const REQUIRED_HERE = 'An argument or block definition is required here.';
const EQUALS_HINT = `${REQUIRED_HERE} To set an argument, use the equals sign "=" to introduce the argument value.`;
const SINGLE = 'Invalid single-argument block definition';

/** Arguments and blocks up to the token that ends the body. */
export function parseBody(parser: Parser, end: TokenKind): BodyNode {
  const open = parser.range(parser.previous);
  const items: (Attribute | Block)[] = [];
  const attributes = new Map<string, Attribute>();
  for (;;) {
    const next = parser.peek();
    if (next.kind === end) return ended(parser, items, open, parser.range(parser.read()));
    if (next.kind === 'newline') parser.read();
    else if (next.kind === 'identifier') takeItem(parser, items, attributes);
    else {
      refuse(parser, parser.read(), open);
      const last = parser.range(parser.previous);
      parser.recover(end);
      return ended(parser, items, open, last);
    }
  }
}

function ended(parser: Parser, items: readonly (Attribute | Block)[], open: Range, close: Range): BodyNode {
  const range = between(open, close);
  return { items, range, missing: { source: parser.source, start: open.start, end: open.start } };
}

function refuse(parser: Parser, bad: Token, open: Range): void {
  const at = parser.range(bad);
  if (bad.kind === 'end')
    parser.reportFollowing(
      'Unclosed configuration block',
      'There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file.',
      open,
    );
  else if (bad.kind === 'open-quote')
    parser.reportFollowing('Invalid argument name', 'Argument names must not be quoted.', at);
  else parser.reportFollowing(REQUIRED, REQUIRED_HERE, at);
}

function takeItem(parser: Parser, items: (Attribute | Block)[], attributes: Map<string, Attribute>): void {
  const item = parseItem(parser);
  if (item === undefined) return;
  const earlier = item.kind === 'attribute' ? attributes.get(item.name) : undefined;
  if (item.kind === 'attribute' && earlier !== undefined) {
    const place = rangeName(earlier.nameRange);
    parser.report(
      'Attribute redefined',
      `The argument "${item.name}" was already set at ${place}. Each argument may be set only once.`,
      item.nameRange,
    );
    return;
  }
  if (item.kind === 'attribute') attributes.set(item.name, item);
  items.push(item);
}

function parseItem(parser: Parser): Attribute | Block | undefined {
  const name = parser.read();
  const { kind } = parser.peek();
  if (kind === '=') return parseAttribute(parser, name, false);
  if (kind === 'open-quote' || kind === '{' || kind === 'identifier') return parseBlock(parser, name);
  parser.recoverAfterItem();
  parser.report(REQUIRED, EQUALS_HINT, parser.range(name));
  return undefined;
}

function parseAttribute(parser: Parser, name: Token, singleLine: boolean): Attribute {
  parser.read();
  const before = parser.diagnostics.length;
  const expression = parseExpression(parser);
  const range = parser.span(name, expression.range);
  const attribute = {
    kind: 'attribute',
    name: parser.text(name),
    nameRange: parser.range(name),
    range,
    expression,
  } as const;
  if (parser.failed(before)) parser.recoverAfterItem();
  else if (!singleLine) endAttribute(parser, name);
  return attribute;
}

function endAttribute(parser: Parser, name: Token): void {
  const end = parser.peek();
  if (end.kind === 'newline' || end.kind === 'end') {
    parser.read();
    return;
  }
  const rule = 'An argument definition must end with a newline.';
  const [summary, detail] =
    end.kind === ','
      ? [
          'Unexpected comma after argument',
          `Argument definitions must be separated by newlines, not commas. ${rule}`,
        ]
      : ['Missing newline after argument', rule];
  parser.reportFollowing(summary, detail, parser.range(end), parser.span(name, end));
  parser.recoverAfterItem();
}

function parseBlock(parser: Parser, type: Token): Block {
  const labels: string[] = [];
  const labelRanges: Range[] = [];
  for (;;) {
    const token = parser.peek();
    if (token.kind === 'open-quote') {
      const { text, range } = readQuotedName(parser);
      labels.push(text);
      labelRanges.push(range);
    } else if (token.kind === 'identifier') {
      labels.push(parser.text(parser.read()));
      labelRanges.push(parser.range(token));
    } else {
      const header = parser.span(type, labelRanges.at(-1) ?? type);
      const named = {
        kind: 'block',
        type: parser.text(type),
        typeRange: parser.range(type),
        labels,
        labelRanges,
        header,
      } as const;
      return token.kind === '{' ? withBody(parser, named) : withoutBody(parser, named, token);
    }
  }
}

type Named = Omit<Block, 'body' | 'open' | 'range'>;

function withBody(parser: Parser, named: Named): Block {
  const open = parser.range(parser.read());
  const body = parser.nested(
    () => parseBlockBody(parser),
    () => emptyBody(open),
  );
  const range = between(named.typeRange, parser.range(parser.previous));
  const end = parser.peek();
  if (end.kind === 'newline' || end.kind === 'end') parser.read();
  else {
    const context = parser.span(named.typeRange, end);
    parser.reportFollowing(
      'Missing newline after block definition',
      'A block definition must end with a newline.',
      parser.range(end),
      context,
    );
    parser.recoverAfterItem();
  }
  return { ...named, body, open, range };
}

function parseBlockBody(parser: Parser): BodyNode {
  const { kind } = parser.peek();
  const many = kind === 'newline' || kind === 'end' || kind === '}';
  return many ? parseBody(parser, '}') : parseSingle(parser);
}

function withoutBody(parser: Parser, named: Named, token: Token): Block {
  const context = parser.span(named.typeRange, token);
  const at = parser.range(token);
  const summary = 'Invalid block definition';
  if (token.kind === '=')
    parser.report(
      summary,
      'The equals sign "=" indicates an argument definition, and must not be used when defining a block.',
      at,
      context,
    );
  else if (token.kind === 'newline')
    parser.report(
      summary,
      'A block definition must have block content delimited by "{" and "}", starting on the same line as the block header.',
      at,
      context,
    );
  else
    parser.reportFollowing(
      summary,
      'Either a quoted string block label or an opening brace ("{") is expected here.',
      at,
      context,
    );
  parser.recoverAfterItem();
  return { ...named, body: emptyBody(named.typeRange), open: named.typeRange, range: named.header };
}

function emptyBody(at: Range): BodyNode {
  return { items: [], range: at, missing: at };
}

/** `{ name = value }` on one line. */
function parseSingle(parser: Parser): BodyNode {
  const open = parser.range(parser.previous);
  const name = parser.read();
  const { kind, end } = parser.peek();
  if (name.kind === 'identifier' && kind === '=') {
    const attribute = parseAttribute(parser, name, true);
    return ended(parser, [attribute], open, endSingle(parser, name));
  }
  parser.recoverAfterItem();
  if (name.kind !== 'identifier') parser.report(REQUIRED, REQUIRED_HERE, parser.range(name));
  else if (kind === 'open-quote' || kind === '{' || kind === 'identifier')
    parser.report(
      'Argument definition required',
      `A single-line block definition can contain only a single argument. If you meant to define argument "${parser.text(name)}", use an equals sign to assign it a value. To define a nested block, place it on a line of its own within its parent block.`,
      parser.span(name, { end }),
    );
  else parser.report(REQUIRED, EQUALS_HINT, parser.range(name));
  return emptyBody(open);
}

function endSingle(parser: Parser, name: Token): Range {
  const end = parser.peek();
  if (end.kind === '}') return parser.range(parser.read());
  const context = parser.span(name, end);
  const at = parser.range(end);
  parser.reportFollowing(SINGLE, singleDetail(end.kind), at, context);
  return parser.range(parser.recover('}'));
}

function singleDetail(kind: TokenKind): string {
  if (kind === ',')
    return 'Single-line block syntax can include only one argument definition. To define multiple arguments, use the multi-line block syntax with one argument definition per line.';
  if (kind === 'newline')
    return "An argument definition on the same line as its containing block creates a single-line block definition, which must also be closed on the same line. Place the block's closing brace immediately after the argument definition.";
  return 'A single-line block definition must end with a closing brace immediately after its single argument definition.';
}
