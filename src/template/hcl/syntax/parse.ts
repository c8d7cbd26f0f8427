import type { Diagnostic } from '../diagnostic.ts';
import { invalidTokens } from './invalid-tokens.ts';
import type { BodyNode, Expression } from './node.ts';
import { parseBody } from './parse-body.ts';
import { parseExpression } from './parse-expression.ts';
import { parseTemplateUntil } from './parse-template.ts';
import { Parser } from './parser.ts';
import { scan } from './scanner.ts';
import type { Source } from './source.ts';

/** What was read, as far as it could be, and what is wrong with it. */
export interface Parsed<Result> {
  readonly result: Result;
  readonly diagnostics: readonly Diagnostic[];
}

/** A file of native syntax. */
export function parseFile(source: Source): Parsed<BodyNode> {
  return parsed(source, 'code', (parser) => parseBody(parser, 'end'));
}

/** A text that is one expression. */
export function parseWholeExpression(source: Source): Parsed<Expression> {
  return parsed(source, 'code', (parser) => {
    const expression = parser.withNewlines(false, () => parseExpression(parser));
    const next = parser.peek();
    if (next.kind !== 'end')
      parser.reportFollowing(
        'Extra characters after expression',
        'An expression was successfully parsed, but extra characters were found after it.',
        parser.range(next),
      );
    return expression;
  });
}

/** A text that is a template as a whole, without quotes around it. */
export function parseWholeTemplate(source: Source): Parsed<Expression> {
  return parsed(source, 'template', (parser) => {
    const open = { kind: 'end', start: 0, end: 0 } as const;
    return parser.withNewlines(false, () => parseTemplateUntil(parser, { open, end: 'end', flush: false }));
  });
}

function parsed<Result>(
  source: Source,
  as: 'code' | 'template',
  read: (parser: Parser) => Result,
): Parsed<Result> {
  const tokens = scan(source.text, as);
  const parser = new Parser(source, tokens);
  const result = read(parser);
  return { result, diagnostics: [...invalidTokens(source, tokens), ...parser.diagnostics] };
}
