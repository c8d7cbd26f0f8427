import { parseStatements } from './parse-statement.ts';
import { Scanner } from './scanner.ts';
import type { Expression } from './syntax.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
};

export const variableName =
  /(?:\{[^}]+\}|(?:(?:global|script|local|private|using|env|variable|function):)?[\w?]+|[$^?])/iy;

/** A text between single quotes, at its first quote. */
export function parseSingleQuoted(scanner: Scanner): Expression {
  scanner.at += 1;
  let value = '';
  for (;;) {
    if (scanner.done) throw scanner.wrong("The string is missing the terminator: '");
    if (scanner.take("''")) value += "'";
    else if (scanner.take("'")) return { kind: 'value', value };
    else value += scanner.text[scanner.at++];
  }
}

/** A text between double quotes, at its first quote. */
export function parseDoubleQuoted(scanner: Scanner): Expression {
  scanner.at += 1;
  return parseExpanded(scanner, (inner) => (inner.looking('""') ? false : inner.take('"')));
}

/** `@'` or `@"` to the line that ends it. */
export function parseHereString(scanner: Scanner): Expression {
  const quote = scanner.peek(1);
  scanner.at += 2;
  scanner.match(/[^\S\n]*\r?\n/y);
  const end = scanner.text.slice(scanner.at).search(new RegExp(`^${quote}@`, 'm'));
  if (end < 0) throw scanner.wrong(`The string is missing the terminator: ${quote}@`);
  const body = scanner.text.slice(scanner.at, scanner.at + end).replace(/\r?\n$/, '');
  scanner.at += end + 2;
  return quote === "'" ? { kind: 'value', value: body } : parseExpandable(body);
}

/** A whole text as double quotes would take it. */
export function parseExpandable(text: string): Expression {
  return parseExpanded(new Scanner(text), (inner) => inner.done);
}

function parseExpanded(scanner: Scanner, ended: (scanner: Scanner) => boolean): Expression {
  const parts: (string | Expression)[] = [];
  let plain = '';
  for (;;) {
    if (ended(scanner)) break;
    if (scanner.done) throw scanner.wrong('The string is missing the terminator: "');
    const found = scanner.peek() === '$' ? parseEmbedded(scanner) : undefined;
    if (found !== undefined) {
      parts.push(plain, found);
      plain = '';
    } else if (scanner.take('""')) plain += '"';
    else if (scanner.take('`')) plain += unescaped(scanner);
    else plain += scanner.text[scanner.at++];
  }
  return { kind: 'text', parts: [...parts, plain].filter((part) => part !== '') };
}

/** What a backtick makes of the next character. */
export function unescaped(scanner: Scanner): string {
  const next = scanner.text[scanner.at++] ?? '';
  return escapes[next] ?? next;
}

/** A variable or `$( )` inside a text; undefined: a dollar sign and nothing more. */
export function parseEmbedded(scanner: Scanner): Expression | undefined {
  if (scanner.take('$(')) {
    const body = parseStatements(scanner, ')');
    return { kind: 'sub', body };
  }
  const start = scanner.at;
  scanner.at += 1;
  const name = scanner.match(variableName);
  if (name === undefined) scanner.at = start;
  return name === undefined ? undefined : { kind: 'variable', name: name.replace(/^\{|\}$/g, '') };
}
