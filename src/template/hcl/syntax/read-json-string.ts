import type { Expression, JsonString } from './node.ts';
import { type Parsed, parseWholeExpression, parseWholeTemplate } from './parse.ts';
import { Source } from './source.ts';

/** What a text of JSON stands for where it is evaluated. */
export function readAsTemplate({ text, range: { source, start } }: JsonString): Parsed<Expression> {
  return parseWholeTemplate(new Source(source.name, text, { source, start: start + 1 }));
}

/** What it stands for where a type is wanted; itself where it is no expression. */
export function readAsExpression(string: JsonString): Expression {
  const { text, range } = string;
  const { source, start } = range;
  const { result, diagnostics } = parseWholeExpression(new Source(source.name, text, { source, start }));
  if (diagnostics.length > 0) return string;
  // A word has the place of the whole text, quotes and all.
  return result.kind === 'call' ? result : { ...result, range };
}
