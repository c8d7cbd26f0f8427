import { FALSE, NULL, TRUE, type Value } from '../values/value.ts';
import type { Expression, ObjectItem, ObjectKey } from './node.ts';
import { parseCall } from './parse-call.ts';
import { parseExpression, parseOperand, unreadable } from './parse-expression.ts';
import { parseFor } from './parse-for.ts';
import { parseQuotedTemplate } from './parse-template.ts';
import { numberOf } from './parse-traversals.ts';
import type { Parser } from './parser.ts';
import { between } from './source.ts';
import type { Token, TokenKind } from './token.ts';

const WORDS: ReadonlyMap<string, Value> = new Map([
  ['true', TRUE],
  ['false', FALSE],
  ['null', NULL],
]);

export function parseTerm(parser: Parser): Expression {
  const start = parser.peek();
  switch (start.kind) {
    case '(':
      return parseParentheses(parser);
    case 'number':
      parser.read();
      return { kind: 'literal', value: numberOf(parser, start), range: parser.range(start) };
    case 'identifier':
      return parseWord(parser);
    case 'open-quote':
    case 'open-heredoc':
      return parseQuotedTemplate(parser);
    case '-':
    case '!':
      return parseUnary(parser, start.kind);
    case '[':
      return parseTuple(parser);
    case '{':
      return parseObject(parser);
    default:
      return refuse(parser, start);
  }
}

function refuse(parser: Parser, token: Token): Expression {
  const [summary, found] =
    token.kind === 'end'
      ? ['Missing expression', 'the end of the file']
      : ['Invalid expression', 'an invalid expression token'];
  parser.reportFollowing(
    summary,
    `Expected the start of an expression, but found ${found}.`,
    parser.range(token),
  );
  return unreadable(parser);
}

function parseParentheses(parser: Parser): Expression {
  const open = parser.read();
  return parser.withNewlines(false, () => {
    const before = parser.diagnostics.length;
    const inner = parseExpression(parser);
    if (parser.diagnostics.length > before) {
      parser.recover(')');
      return inner;
    }
    const close = parser.peek();
    if (close.kind !== ')') {
      parser.report(
        'Unbalanced parentheses',
        'Expected a closing parenthesis to terminate the expression.',
        parser.range(close),
        parser.span(open, close),
      );
      parser.recovering = true;
    }
    parser.read();
    return { kind: 'parentheses', inner, range: parser.span(open, close) };
  });
}

function parseWord(parser: Parser): Expression {
  const token = parser.read();
  const next = parser.peek().kind;
  if (next === '(' || next === '::') return parseCall(parser, token);
  const name = parser.text(token);
  const range = parser.range(token);
  const value = WORDS.get(name);
  if (value !== undefined) return { kind: 'literal', value, range };
  return { kind: 'variable', name: name.normalize('NFC'), nameRange: range, steps: [], range };
}

function parseUnary(parser: Parser, operator: '-' | '!'): Expression {
  const mark = parser.range(parser.read());
  const operand = parser.nested(
    () => parseOperand(parser),
    () => unreadable(parser),
  );
  return { kind: 'unary', operator, operand, range: between(mark, operand.range) };
}

function parseTuple(parser: Parser): Expression {
  const open = parser.read();
  return parser.withNewlines(false, () => {
    if (parser.isWord(parser.peek(), 'for')) return parseFor(parser, open);
    const elements: Expression[] = [];
    const close = parseElements(parser, open, elements);
    return { kind: 'tuple', elements, open: parser.range(open), range: parser.span(open, close) };
  });
}

function parseElements(parser: Parser, open: Token, elements: Expression[]): Token {
  for (;;) {
    if (parser.peek().kind === ']') return parser.read();
    const before = parser.diagnostics.length;
    elements.push(parseExpression(parser));
    if (parser.failed(before)) return parser.recover(']');
    const next = parser.peek();
    if (next.kind === ']') return parser.read();
    if (next.kind !== ',') {
      if (next.kind === 'end') reportUnterminated(parser, open, 'tuple', 'bracket');
      else
        parser.reportFollowing(
          'Missing item separator',
          'Expected a comma to mark the beginning of the next item.',
          parser.range(next),
          parser.span(open, next),
        );
      return parser.recover(']');
    }
    parser.read();
  }
}

function reportUnterminated(parser: Parser, open: Token, what: string, bracket: string): void {
  parser.reportFollowing(
    `Unterminated ${what} constructor expression`,
    `There is no corresponding closing ${bracket} before the end of the file. This may be caused by incorrect ${bracket} nesting elsewhere in this file.`,
    parser.range(open),
  );
}

function parseObject(parser: Parser): Expression {
  const open = parser.read();
  const isFor = parser.withNewlines(false, () => parser.isWord(parser.peek(), 'for'));
  if (isFor) return parser.withNewlines(false, () => parseFor(parser, open));
  return parser.withNewlines(true, () => {
    const items: ObjectItem[] = [];
    const close = parseItems(parser, open, items);
    return {
      kind: 'object',
      items,
      open: parser.range(open),
      strict: false,
      range: parser.span(open, close),
    };
  });
}

function parseItems(parser: Parser, open: Token, items: ObjectItem[]): Token {
  for (;;) {
    const next = parser.peek();
    if (next.kind === '}') return parser.read();
    if (next.kind === 'newline') parser.read();
    else {
      const end = parseItem(parser, open, items);
      if (end !== undefined) return end;
    }
  }
}

/** Gives the token that ends the object, if the item is the last one. */
function parseItem(parser: Parser, open: Token, items: ObjectItem[]): Token | undefined {
  const before = parser.diagnostics.length;
  const literal = parser.peek().kind !== '(';
  const key = keyOf(parseExpression(parser), literal);
  if (parser.failed(before)) return parser.recover('}');
  const separator = parser.peek();
  if (separator.kind !== '=' && separator.kind !== ':') {
    reportNoValue(parser, open, separator);
    return parser.recover('}');
  }
  parser.read();
  const value = parseExpression(parser);
  if (parser.failed(before)) return parser.recover('}');
  items.push({ key, value });
  return endItem(parser, open);
}

function endItem(parser: Parser, open: Token): Token | undefined {
  const next = parser.peek();
  if (next.kind === '}') return parser.read();
  if (next.kind === ',' || next.kind === 'newline') {
    parser.read();
    return undefined;
  }
  if (next.kind === 'end') reportUnterminated(parser, open, 'object', 'brace');
  else
    parser.reportFollowing(
      'Missing attribute separator',
      'Expected a newline or comma to mark the beginning of the next attribute.',
      parser.range(next),
      parser.span(open, next),
    );
  return parser.recover('}');
}

function keyOf(expression: Expression, literal: boolean): ObjectKey {
  const { range } = expression;
  const name = literal ? wordOf(expression) : undefined;
  return name === undefined ? { kind: 'key', expression, range } : { kind: 'key', expression, name, range };
}

/** A bare word, which is a name also where it means a value elsewhere. */
export function wordOf(expression: Expression): string | undefined {
  if (expression.kind === 'variable') return expression.steps.length === 0 ? expression.name : undefined;
  if (expression.kind !== 'literal') return undefined;
  for (const [word, value] of WORDS) if (value === expression.value) return word;
  return undefined;
}

function reportNoValue(parser: Parser, open: Token, found: Token): void {
  const equals = 'Expected an equals sign ("=") to mark the beginning of the attribute value.';
  const quote =
    ' If you intended to given an attribute name containing periods or spaces, write the name in quotes to create a string literal.';
  const texts: Partial<Record<TokenKind, readonly [string, string]>> = {
    newline: ['Missing attribute value', 'Expected an attribute value, introduced by an equals sign ("=").'],
    ',': ['Missing attribute value', 'Expected an attribute value, introduced by an equals sign ("=").'],
    identifier: ['Missing key/value separator', equals + quote],
  };
  const [summary, detail] = texts[found.kind] ?? ['Missing key/value separator', equals];
  if (found.kind === 'end') reportUnterminated(parser, open, 'object', 'brace');
  else parser.reportFollowing(summary, detail, parser.range(found), parser.span(open, found));
}
