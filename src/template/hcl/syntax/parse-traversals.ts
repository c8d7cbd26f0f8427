import { parseBigFloat } from '../values/big-float.ts';
import { numberValue, UNKNOWN, type Value } from '../values/value.ts';
import type { Expression, SplatItem, Step } from './node.ts';
import { parseExpression } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import { between } from './source.ts';
import type { Token } from './token.ts';

const NAME_REQUIRED = ['Invalid attribute name', 'An attribute name is required after a dot.'] as const;
const NESTED_SPLAT = [
  'Nested splat expression not allowed',
  'A splat expression (*) cannot be used inside another attribute-only splat expression.',
] as const;

/** Longer chains of computed keys are refused: they would use up the stack. */
const LONGEST_CHAIN = 1000;

/** What comes next after an expression: a step, or what makes an expression of another kind around it. */
type Next = { readonly step: Step } | { readonly around: (from: Expression) => Expression };

/** Everything that reaches into the value of an expression. */
export function parseTraversals(parser: Parser, from: Expression): Expression {
  let expression = from;
  let steps: Step[] = [];
  for (let count = 0; count < LONGEST_CHAIN; ) {
    const next = parseNext(parser);
    if (next === undefined) return stepped(expression, steps);
    if ('step' in next) steps.push(next.step);
    else {
      expression = next.around(stepped(expression, steps));
      steps = [];
      count += 1;
    }
  }
  const detail = `An expression can have ${LONGEST_CHAIN} computed keys in a row at most.`;
  parser.reportFollowing('Expression too long', detail, parser.range(parser.peek()));
  return expression;
}

function stepped(from: Expression, steps: readonly Step[]): Expression {
  const last = steps.at(-1);
  if (last === undefined) return from;
  const range = between(from.range, last.range);
  if (from.kind === 'variable') return { ...from, steps, range };
  return { kind: 'access', from, steps, range };
}

function parseNext(parser: Parser): Next | undefined {
  const { kind } = parser.peek();
  if (kind === '[') return parseBracket(parser);
  return kind === '.' ? parseDot(parser, parser.read()) : undefined;
}

function parseDot(parser: Parser, dot: Token): Next | undefined {
  const token = parser.peek();
  const step = parseDotted(parser, dot, '');
  if (step !== undefined) return { step };
  if (token.kind === '*') return parseAttributeSplat(parser, parser.read());
  parser.report(...NAME_REQUIRED, parser.range(token));
  parser.recovering = true;
  return undefined;
}

/** A name or number after a dot. */
function parseDotted(parser: Parser, dot: Token, hint: string): Step | undefined {
  const token = parser.peek();
  if (token.kind !== 'identifier' && token.kind !== 'number') return undefined;
  parser.read();
  const range = parser.span(dot, token);
  return token.kind === 'identifier'
    ? { kind: 'attribute', name: parser.text(token).normalize('NFC'), range }
    : { kind: 'index', key: legacyIndex(parser, token, hint), range };
}

/** Numbers after a dot are indexes; two of them look like one number with a fraction. */
function legacyIndex(parser: Parser, token: Token, hint: string): Value {
  const [first = '', ...second] = parser.text(token).split('.');
  if (second.length === 0) return numberOf(parser, token);
  parser.report(
    'Invalid legacy index syntax',
    `When using the legacy index syntax, chaining two indexes together is not permitted. Use the proper index syntax${hint} instead, like [${first}][${second.join('.')}].`,
    parser.range(token),
  );
  return UNKNOWN;
}

/** The value of a number token. */
export function numberOf(parser: Parser, token: Token): Value {
  const number = parseBigFloat(parser.text(token));
  if (number !== undefined) return numberValue(number);
  const detail = 'Failed to recognize the value of this number literal.';
  parser.report('Invalid number literal', detail, parser.range(token));
  return UNKNOWN;
}

/** `.*`: only names and numbers after it apply to each element. */
function parseAttributeSplat(parser: Parser, star: Token): Next | undefined {
  const item: SplatItem = { kind: 'splat-item', range: parser.range(star) };
  const steps: Step[] = [];
  while (parser.peek().kind === '.') {
    const dot = parser.read();
    const token = parser.peek();
    const step = parseDotted(parser, dot, ' with a full splat expression [*]');
    if (step === undefined) {
      const [summary, detail] = token.kind === '*' ? NESTED_SPLAT : NAME_REQUIRED;
      parser.reportFollowing(summary, detail, parser.range(token));
      return undefined;
    }
    steps.push(step);
  }
  return splat(item, stepped(item, steps));
}

function splat(item: SplatItem, each: Expression): Next {
  return {
    around: (from) => ({
      kind: 'splat',
      from,
      item,
      each,
      marker: item.range,
      range: between(from.range, each.range),
    }),
  };
}

function parseBracket(parser: Parser): Next {
  const open = parser.read();
  if (parser.peek().kind === '*') return parseSplat(parser, open);
  const { key, close } = parser.withNewlines(false, () => parseKey(parser));
  const bracket = parser.span(open, close);
  const literal = literalKey(key);
  if (literal !== undefined) return { step: { kind: 'index', key: literal, range: bracket } };
  return { around: (from) => ({ kind: 'index', from, key, bracket, range: between(from.range, bracket) }) };
}

function parseKey(parser: Parser): { readonly key: Expression; readonly close: Token } {
  const before = parser.diagnostics.length;
  const key = parseExpression(parser);
  if (parser.failed(before)) return { key, close: parser.recover(']') };
  const detail = 'The index operator must end with a closing bracket ("]").';
  return { key, close: closing(parser, 'Missing close bracket on index', detail) };
}

/** What is missing is told of where the reading goes on. */
function closing(parser: Parser, summary: string, detail: string): Token {
  const token = parser.read();
  if (token.kind === ']' || parser.recovering) return token;
  const found = parser.recover(']');
  parser.report(summary, detail, parser.range(found));
  return found;
}

function literalKey(key: Expression): Value | undefined {
  if (key.kind === 'literal') return key.value;
  const [only, ...more] = key.kind === 'template' ? key.parts : [];
  return only?.kind === 'literal' && more.length === 0 ? only.value : undefined;
}

function parseSplat(parser: Parser, open: Token): Next {
  parser.read();
  const detail =
    'The star for a full splat operator must be immediately followed by a closing bracket ("]").';
  const close = closing(parser, 'Missing close bracket on splat index', detail);
  const item: SplatItem = { kind: 'splat-item', range: parser.span(open, close) };
  const each = parser.nested<Expression>(
    () => parseTraversals(parser, item),
    () => item,
  );
  return splat(item, each);
}
