import type { Expression } from './node.ts';
import { parseExpression, unreadable } from './parse-expression.ts';
import type { Parser } from './parser.ts';
import type { Token } from './token.ts';

/** A call, after its name. */
export function parseCall(parser: Parser, first: Token): Expression {
  let last = first;
  while (parser.peek().kind === '::') {
    parser.read();
    const next = parser.read();
    if (next.kind !== 'identifier') return refuseName(parser, first, next);
    last = next;
  }
  const open = parser.read();
  if (open.kind !== '(') return refuseOpen(parser, first, open);
  const nameRange = parser.span(first, last);
  const args: Expression[] = [];
  const { close, expands } = parser.withNewlines(false, () => parseArguments(parser, { first, open }, args));
  return {
    kind: 'call',
    name: parser.source.text.slice(nameRange.start, nameRange.end).replace(/\s/g, ''),
    nameRange,
    opening: parser.span(first, open),
    arguments: args,
    expands,
    close: parser.range(close),
    range: parser.span(first, close),
  };
}

function refuseName(parser: Parser, first: Token, found: Token): Expression {
  parser.reportFollowing(
    'Missing function name',
    'Function scope resolution symbol :: must be followed by a function name in this scope.',
    parser.range(found),
    parser.span(first, found),
  );
  return unreadable(parser);
}

function refuseOpen(parser: Parser, first: Token, found: Token): Expression {
  parser.reportFollowing(
    'Missing open parenthesis',
    'Function selector must be followed by an open parenthesis to begin the function call.',
    parser.range(found),
    parser.span(first, found),
  );
  return unreadable(parser);
}

interface End {
  readonly close: Token;
  readonly expands: boolean;
}

function parseArguments(
  parser: Parser,
  { first, open }: { readonly first: Token; readonly open: Token },
  args: Expression[],
): End {
  for (;;) {
    if (parser.peek().kind === ')') return { close: parser.read(), expands: false };
    const before = parser.diagnostics.length;
    args.push(parseExpression(parser));
    if (parser.failed(before)) return { close: parser.recover(')'), expands: false };
    const separator = parser.read();
    if (separator.kind === ')') return { close: separator, expands: false };
    if (separator.kind === '...') return { close: closeExpanded(parser, first, separator), expands: true };
    if (separator.kind !== ',') {
      reportSeparator(parser, first, open, separator);
      return { close: parser.recover(')'), expands: false };
    }
  }
}

function closeExpanded(parser: Parser, first: Token, dots: Token): Token {
  if (parser.peek().kind === ')') return parser.read();
  parser.reportFollowing(
    'Missing closing parenthesis',
    'An expanded function argument (with ...) must be immediately followed by closing parentheses.',
    parser.range(dots),
    parser.span(first, dots),
  );
  return parser.recover(')');
}

function reportSeparator(parser: Parser, first: Token, open: Token, found: Token): void {
  if (found.kind === 'end')
    parser.reportFollowing(
      'Unterminated function call',
      'There is no closing parenthesis for this function call before the end of the file. This may be caused by incorrect parenthesis nesting elsewhere in this file.',
      parser.span(first, open),
    );
  else
    parser.reportFollowing(
      'Missing argument separator',
      'A comma is required to separate each function argument from the next.',
      parser.range(found),
      parser.span(first, found),
    );
}
