import { unsupported } from './failure.ts';
import { parseStage } from './parse-command.ts';
import { variableName } from './parse-text.ts';
import { Scanner } from './scanner.ts';
import type { Block, Stage, Statement } from './syntax.ts';

/** Reads a script. Throws PsSyntaxError. */
export function parseScript(text: string): Block {
  const scanner = new Scanner(text);
  withoutParameters(scanner);
  return { body: parseStatements(scanner, ''), text };
}

/** Statements up to `end`, which is taken; the empty one is the end of the script. */
export function parseStatements(scanner: Scanner, end: string): readonly Statement[] {
  const found: Statement[] = [];
  for (;;) {
    scanner.skip(true);
    while (scanner.take(';')) scanner.skip(true);
    if (end === '' ? scanner.done : scanner.take(end)) return found;
    if (scanner.done) throw scanner.wrong(`Missing closing '${end}'`);
    found.push(parseStatement(scanner));
    scanner.skip();
    if (!scanner.done && !/[;\n\r]/.test(scanner.peek()) && !(end !== '' && scanner.looking(end)))
      if (
        !['if', 'while', 'do', 'for', 'foreach', 'try', 'function', 'trap'].includes(found.at(-1)?.kind ?? '')
      )
        throw scanner.wrong('Unexpected token');
  }
}

/** `{ ... }` as a script block, at its brace. */
export function parseBlock(scanner: Scanner): Block {
  const start = scanner.at + 1;
  scanner.expect('{');
  withoutParameters(scanner);
  const body = parseStatements(scanner, '}');
  return { body, text: scanner.text.slice(start, scanner.at - 1) };
}

export function parseStatement(scanner: Scanner): Statement {
  for (const [word, parse] of keywords) if (scanner.word(word)) return parse(scanner);
  return parsePipeline(scanner);
}

const keywords: readonly (readonly [string, (scanner: Scanner) => Statement])[] = [
  ['if', parseIf],
  ['while', (scanner) => ({ kind: 'while', test: parseTest(scanner), body: parseBody(scanner) })],
  ['do', parseDo],
  ['for', parseFor],
  ['foreach', parseForeach],
  ['try', parseTry],
  ['trap', (scanner) => ({ kind: 'trap', body: parseBody(scanner) })],
  ['function', parseFunction],
  ['exit', (scanner) => ({ kind: 'leave', how: 'exit', value: parseOptional(scanner) })],
  ['return', (scanner) => ({ kind: 'leave', how: 'return', value: parseOptional(scanner) })],
  ['throw', (scanner) => ({ kind: 'leave', how: 'throw', value: parseOptional(scanner) })],
  ['break', () => ({ kind: 'jump', how: 'break' })],
  ['continue', () => ({ kind: 'jump', how: 'continue' })],
];

function parsePipeline(scanner: Scanner): Statement {
  const start = scanner.at;
  const stages: Stage[] = [parseStage(scanner)];
  const [first] = stages;
  scanner.skip();
  const operator = scanner.match(/[-+*/%]?=(?!=)/y);
  if (operator !== undefined && first?.kind === 'expression') {
    scanner.skip(true);
    return { kind: 'assign', target: first.expression, operator, value: parseStatement(scanner) };
  }
  if (operator !== undefined) scanner.at = start;
  if (operator !== undefined) throw scanner.wrong('The assignment has no variable');
  while (!scanner.looking('||') && scanner.take('|')) {
    scanner.skip(true);
    stages.push(parseStage(scanner));
    scanner.skip();
  }
  return { kind: 'pipeline', stages };
}

function parseOptional(scanner: Scanner): Statement | undefined {
  scanner.skip();
  return scanner.done || /[;\n\r})]/.test(scanner.peek()) ? undefined : parsePipeline(scanner);
}

function parseTest(scanner: Scanner): Statement {
  scanner.skip(true);
  scanner.expect('(');
  scanner.skip(true);
  const test = parseStatement(scanner);
  scanner.skip(true);
  scanner.expect(')');
  return test;
}

function parseBody(scanner: Scanner): readonly Statement[] {
  scanner.skip(true);
  scanner.expect('{');
  return parseStatements(scanner, '}');
}

/** Whether a word of the same statement follows, after line ends too. */
function follows(scanner: Scanner, word: string): boolean {
  const start = scanner.at;
  scanner.skip(true);
  if (scanner.word(word)) return true;
  scanner.at = start;
  return false;
}

function parseIf(scanner: Scanner): Statement {
  const branches: (readonly [Statement, readonly Statement[]])[] = [];
  do branches.push([parseTest(scanner), parseBody(scanner)]);
  while (follows(scanner, 'elseif'));
  return { kind: 'if', branches, otherwise: follows(scanner, 'else') ? parseBody(scanner) : [] };
}

function parseDo(scanner: Scanner): Statement {
  const body = parseBody(scanner);
  const until = follows(scanner, 'until');
  if (!until && !follows(scanner, 'while')) throw scanner.wrong("Missing 'while' or 'until'");
  return { kind: 'do', body, until, test: parseTest(scanner) };
}

function parseFor(scanner: Scanner): Statement {
  scanner.skip(true);
  scanner.expect('(');
  const part = (end: string): Statement | undefined => {
    scanner.skip(true);
    if (scanner.take(end)) return undefined;
    const found = parseStatement(scanner);
    scanner.skip(true);
    scanner.expect(end);
    return found;
  };
  const [first, test, next] = [part(';'), part(';'), part(')')];
  return { kind: 'for', first, test, next, body: parseBody(scanner) };
}

function parseForeach(scanner: Scanner): Statement {
  scanner.skip(true);
  scanner.expect('(');
  scanner.skip(true);
  scanner.expect('$');
  const name = scanner.match(variableName) ?? '';
  scanner.skip(true);
  scanner.expect('in');
  scanner.skip(true);
  const over = parseStatement(scanner);
  scanner.skip(true);
  scanner.expect(')');
  return { kind: 'foreach', name, over, body: parseBody(scanner) };
}

function parseTry(scanner: Scanner): Statement {
  const body = parseBody(scanner);
  let handler: readonly Statement[] | undefined;
  while (follows(scanner, 'catch')) {
    scanner.skip(true);
    scanner.match(/(?:\[[\w.]+\][\s,]*)+/y);
    handler ??= parseBody(scanner);
  }
  return { kind: 'try', body, handler, last: follows(scanner, 'finally') ? parseBody(scanner) : [] };
}

function parseFunction(scanner: Scanner): Statement {
  scanner.skip();
  const name = scanner.match(/(?:global:|script:)?[\w-]+/iy) ?? '';
  scanner.skip(true);
  if (scanner.peek() === '(') throw unsupported('parameters of a function');
  return { kind: 'function', name: name.replace(/^\w+:/, ''), block: parseBlock(scanner) };
}

/** Functions and blocks take their arguments as `$args`. */
function withoutParameters(scanner: Scanner): void {
  const start = scanner.at;
  scanner.skip(true);
  if (scanner.match(/(?:\[CmdletBinding\(|param\b)/iy) !== undefined) throw unsupported('parameters (param)');
  scanner.at = start;
}
