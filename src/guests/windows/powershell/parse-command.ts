import { parseExpression, parseItems, parsePostfix } from './parse-expression.ts';
import { parseBlock, parseStatements } from './parse-statement.ts';
import { parseDoubleQuoted, parseEmbedded, parseSingleQuoted, unescaped } from './parse-text.ts';
import type { Scanner } from './scanner.ts';
import type { Argument, Command, Expression, Redirection, Stage } from './syntax.ts';

const expressionStart = /[$("'@[{\d!,+]|-(?:not\b|[\d$(.])|\.\d/iy;

/** One part between `|`: an expression, or a command with its arguments. */
export function parseStage(scanner: Scanner): Stage {
  const start = scanner.at;
  const isExpression = scanner.match(expressionStart) !== undefined;
  scanner.at = start;
  if (!isExpression) return parseCommand(scanner);
  const expression = parseExpression(scanner);
  scanner.skip();
  return { kind: 'expression', expression, redirections: parseRedirections(scanner) };
}

function parseRedirections(scanner: Scanner): readonly Redirection[] {
  const found: Redirection[] = [];
  for (;;) {
    scanner.skip();
    const next = parseRedirection(scanner);
    if (next === undefined) return found;
    found.push(next);
  }
}

function parseRedirection(scanner: Scanner): Redirection | undefined {
  const text = scanner.match(/[12]?>>?(?:&1)?/y);
  if (text === undefined) return undefined;
  const stream = text.startsWith('2') ? '2' : '1';
  if (text.endsWith('&1')) return { stream, append: false, target: undefined };
  scanner.skip();
  return { stream, append: text.includes('>>'), target: parseArgument(scanner) };
}

function parseCommand(scanner: Scanner): Command {
  const { line, at: start } = scanner;
  const call = scanner.match(/&|\.(?=[\s'"$])/y) ?? '';
  scanner.skip();
  const name = parseArgument(scanner);
  const args: Argument[] = [];
  const redirections: Redirection[] = [];
  for (;;) {
    scanner.skip();
    if (scanner.done || /[|;)}\n]/.test(scanner.peek()) || scanner.looking('&&')) break;
    const redirection = parseRedirection(scanner);
    if (redirection !== undefined) redirections.push(redirection);
    else args.push(parseParameter(scanner) ?? { kind: 'value', expression: parseArguments(scanner) });
  }
  const text = scanner.text.slice(start, scanner.at).trim();
  return {
    kind: 'command',
    call: call === '&' || call === '.' ? call : '',
    name,
    args,
    redirections,
    text,
    line,
  };
}

function parseParameter(scanner: Scanner): Argument | undefined {
  const text = scanner.match(/-[a-z_]\w*:?/iy);
  if (text === undefined) return undefined;
  // `-EncodedCommand` is a parameter, `-1` and `-a.b` are words.
  if (!text.endsWith(':') && !/[\s|;)}>,]|^$/.test(scanner.peek())) {
    scanner.at -= text.length;
    return undefined;
  }
  const name = text.slice(1).replace(/:$/, '');
  if (!text.endsWith(':')) return { kind: 'parameter', name, value: undefined };
  scanner.skip();
  return { kind: 'parameter', name, value: parseArguments(scanner) };
}

/** Arguments with commas between are one list. */
function parseArguments(scanner: Scanner): Expression {
  return parseItems(scanner, parseArgument);
}

function parseArgument(scanner: Scanner): Expression {
  const next = scanner.peek();
  if (next === '{') return { kind: 'block', block: parseBlock(scanner) };
  const whole = /["'(]|\$[\w({?^]|@[({"']/y;
  const start = scanner.at;
  const begins = scanner.match(whole) !== undefined;
  scanner.at = start;
  if (!begins) return parseWord(scanner, []);
  const first = next === '@' || next === '(' ? parseExpression(scanner, 7) : parsePiece(scanner);
  const expression = next === '@' || next === '(' ? first : parsePostfix(scanner, first);
  // `$name.txt` is a member, `"a"b` and `$a\b` go on as one word.
  return /[\s|;)},>&]|^$/.test(scanner.peek()) ? expression : parseWord(scanner, [expression]);
}

function parsePiece(scanner: Scanner): Expression {
  const next = scanner.peek();
  if (next === "'") return parseSingleQuoted(scanner);
  if (next === '"') return parseDoubleQuoted(scanner);
  if (scanner.take('(')) return { kind: 'sub', body: parseStatements(scanner, ')') };
  const found = parseEmbedded(scanner);
  if (found !== undefined) return found;
  scanner.at += 1;
  return { kind: 'value', value: '$' };
}

/** A bare word; quotes, variables and backticks in it are worked in. A number alone is a number. */
function parseWord(scanner: Scanner, first: readonly Expression[]): Expression {
  const parts: (string | Expression)[] = [...first];
  for (;;) {
    const plain = scanner.match(/[^\s"'$`|;(){},<>&]+|[<>&](?![\s\d])/y);
    if (plain !== undefined) parts.push(plain);
    else if (scanner.take('`')) parts.push(unescaped(scanner));
    else if (/["'$]/.test(scanner.peek()) && scanner.peek() !== '') parts.push(parsePiece(scanner));
    else break;
  }
  if (parts.length === 0) throw scanner.wrong('Unexpected token');
  const [only] = parts;
  if (parts.length === 1 && typeof only === 'string' && /^\d+$/.test(only))
    return { kind: 'value', value: Number(only) };
  return { kind: 'text', parts };
}
