import { unsupported } from './failure.ts';
import { parseBlock, parseStatement, parseStatements } from './parse-statement.ts';
import { parseDoubleQuoted, parseEmbedded, parseHereString, parseSingleQuoted } from './parse-text.ts';
import type { Scanner } from './scanner.ts';
import type { Expression } from './syntax.ts';

/** Operators of each level, the loosest first. */
const levels: readonly RegExp[] = [
  /-(?:and|or)\b/iy,
  /-(?:[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains|in|notin|replace|split)|join|isnot|is|as|xor|band|bor|bxor)\b/iy,
  /[+-](?![+=-]|\w*[a-z])/iy,
  /[*/%](?!=)/y,
  /-f\b/iy,
  /\.\.(?=[\s$(\d-])/y,
];

/** An expression; where it stands, commands are not looked for. */
export function parseExpression(scanner: Scanner, level = 0): Expression {
  const operator = levels[level];
  if (operator === undefined) return parseItems(scanner, parseUnary);
  let left = parseExpression(scanner, level + 1);
  for (;;) {
    const start = scanner.at;
    scanner.skip();
    const found = scanner.match(operator);
    if (found === undefined) {
      scanner.at = start;
      return left;
    }
    scanner.skip(true);
    const right = parseExpression(scanner, level + 1);
    left = { kind: 'binary', operator: found.toLowerCase(), left, right };
  }
}

/** One thing, or several with commas between as a list. */
export function parseItems(scanner: Scanner, parseItem: (scanner: Scanner) => Expression): Expression {
  const first = parseItem(scanner);
  const items = [first];
  for (;;) {
    const start = scanner.at;
    scanner.skip();
    if (!scanner.take(',')) {
      scanner.at = start;
      return items.length === 1 ? first : { kind: 'list', items };
    }
    scanner.skip(true);
    items.push(parseItem(scanner));
  }
}

function parseUnary(scanner: Scanner): Expression {
  const operator = scanner.match(/!|-not\b|-(?=[\d$(.])/iy);
  if (operator === undefined) return parsePostfix(scanner, parsePrimary(scanner));
  scanner.skip();
  const operand = parseUnary(scanner);
  return { kind: 'unary', operator: operator.toLowerCase(), operand };
}

function parsePrimary(scanner: Scanner): Expression {
  const next = scanner.peek();
  if (next === "'") return parseSingleQuoted(scanner);
  if (next === '"') return parseDoubleQuoted(scanner);
  if (next === '@') return parseAt(scanner);
  if (next === '$') {
    const found = parseEmbedded(scanner);
    if (found !== undefined) return found;
  }
  if (next === '(') {
    scanner.at += 1;
    scanner.skip(true);
    const statement = parseStatement(scanner);
    scanner.skip(true);
    scanner.expect(')');
    return { kind: 'group', statement };
  }
  if (next === '{') return { kind: 'block', block: parseBlock(scanner) };
  if (next === '[') return parseType(scanner);
  return parseNumber(scanner);
}

function parseAt(scanner: Scanner): Expression {
  if (/^@["']/.test(scanner.text.slice(scanner.at, scanner.at + 2))) return parseHereString(scanner);
  if (scanner.take('@(')) return { kind: 'array', body: parseStatements(scanner, ')') };
  throw unsupported(scanner.looking('@{') ? 'hash tables (@{...})' : 'splatting (@name)');
}

/** `[type]` alone or before `::`, else a cast of what follows. */
function parseType(scanner: Scanner): Expression {
  scanner.at += 1;
  const name = scanner.match(/[\w.`]+(?:\[[\w.,]*\])?/y);
  if (name === undefined) throw scanner.wrong('Missing type name after [');
  scanner.expect(']');
  if (scanner.looking('::') || !/^[^\S\n]*["'$@([\w-]/.test(scanner.text.slice(scanner.at)))
    return { kind: 'type', name };
  const start = scanner.at;
  scanner.skip();
  if (/^-[a-z]/i.test(scanner.text.slice(scanner.at, scanner.at + 2))) {
    scanner.at = start;
    return { kind: 'type', name };
  }
  return { kind: 'cast', type: name.toLowerCase(), operand: parseUnary(scanner) };
}

function parseNumber(scanner: Scanner): Expression {
  const text = scanner.match(/\d+(?:\.(?!\.)\d*)?/y);
  if (text === undefined) throw scanner.wrong('Unexpected token');
  return { kind: 'value', value: Number(text) };
}

/** Members, calls, indexes and steps that follow directly. */
export function parsePostfix(scanner: Scanner, first: Expression): Expression {
  let target = first;
  for (;;) {
    if (
      scanner.take('::') ||
      (scanner.peek() === '.' && /[\w"'$(]/.test(scanner.peek(1)) && scanner.take('.'))
    )
      target = parseMember(scanner, target);
    else if (scanner.peek() === '[') target = parseIndex(scanner, target);
    else if (scanner.looking('++') || scanner.looking('--')) {
      target = { kind: 'step', target, by: scanner.peek() === '+' ? 1 : -1 };
      scanner.at += 2;
    } else return target;
  }
}

function parseMember(scanner: Scanner, target: Expression): Expression {
  const bare = scanner.match(/\w+/y);
  const name: Expression = bare === undefined ? parsePrimary(scanner) : { kind: 'value', value: bare };
  if (!scanner.take('(')) return { kind: 'member', target, name };
  const args: Expression[] = [];
  scanner.skip(true);
  while (!scanner.take(')')) {
    args.push(...flat(parseExpression(scanner)));
    scanner.skip(true);
  }
  return { kind: 'call', target, name, args };
}

/** Commas between arguments part them; only one level, `(1,2)` stays a list. */
function flat(expression: Expression): readonly Expression[] {
  return expression.kind === 'list' ? expression.items : [expression];
}

function parseIndex(scanner: Scanner, target: Expression): Expression {
  scanner.at += 1;
  scanner.skip(true);
  const index = parseExpression(scanner);
  scanner.skip(true);
  scanner.expect(']');
  return { kind: 'index', target, index };
}
