import type { BinaryOperator, Expression } from './node.ts';
import { parseTerm } from './parse-term.ts';
import { parseTraversals } from './parse-traversals.ts';
import type { Parser } from './parser.ts';
import { between } from './source.ts';

/** Operators that bind alike, the loosest first. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Longer chains of operators are refused: they would use up the stack. */
const LONGEST_CHAIN = 1000;

export function parseExpression(parser: Parser): Expression {
  return parser.nested(
    () => parseConditional(parser),
    () => unreadable(parser),
  );
}

/** Stands where no expression could be read. */
export function unreadable(parser: Parser): Expression {
  return {
    kind: 'literal',
    value: { kind: 'unknown', type: { kind: 'any' } },
    range: parser.range(parser.peek()),
  };
}

function parseConditional(parser: Parser): Expression {
  const before = parser.diagnostics.length;
  const condition = parseOperators(parser, 0);
  if (parser.failed(before) || parser.peek().kind !== '?') return condition;
  parser.read();
  const whenTrue = parseExpression(parser);
  if (parser.failed(before)) return condition;
  const colon = parser.peek();
  if (colon.kind !== ':') {
    parser.report(
      'Missing false expression in conditional',
      'The conditional operator (...?...:...) requires a false expression, delimited by a colon.',
      parser.range(colon),
      parser.span(condition.range, colon),
    );
    return condition;
  }
  parser.read();
  const whenFalse = parseExpression(parser);
  return {
    kind: 'conditional',
    condition,
    whenTrue,
    whenFalse,
    range: between(condition.range, whenFalse.range),
  };
}

function parseOperators(parser: Parser, level: number): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parseOperand(parser);
  const before = parser.diagnostics.length;
  let left = parseOperators(parser, level + 1);
  for (let count = 0; !parser.failed(before); count += 1) {
    const operator = operators.find((one) => one === parser.peek().kind);
    if (operator === undefined) return left;
    if (count === LONGEST_CHAIN) return tooLong(parser);
    parser.read();
    const right = parseOperators(parser, level + 1);
    if (parser.failed(before)) return left;
    left = { kind: 'binary', operator, left, right, range: between(left.range, right.range) };
  }
  return left;
}

function tooLong(parser: Parser): Expression {
  const detail = `An expression can have ${LONGEST_CHAIN} operators of a kind in a row at most. Use parentheses, a list with sum or join, or more locals.`;
  parser.reportFollowing('Expression too long', detail, parser.range(parser.peek()));
  return unreadable(parser);
}

/** A term with what follows it: `.name`, `[key]`, `[*]`. */
export function parseOperand(parser: Parser): Expression {
  return parseTraversals(parser, parseTerm(parser));
}
