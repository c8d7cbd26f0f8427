import { scan } from '../syntax/scanner.ts';
import { alignColumns } from './align.ts';
import { indentLines } from './indent.ts';
import { type Line, linesOf } from './line.ts';
import { spaceTokens } from './spacing.ts';

/**
 * The text in the one form: two blanks a level, single blanks between tokens, equals signs and comments of neighbouring lines
 * below each other. Nothing else changes: neither line ends nor what stands in quotes and heredocs.
 */
export function formatHcl(text: string): string {
  const mark = text.startsWith('\ufeff') ? text.slice(0, 1) : '';
  const lines = linesOf(text, scan(text));
  indentLines(lines);
  spaceTokens(lines);
  alignColumns(lines);
  return mark + lines.map(lineText).join('');
}

function lineText({ lead, assign, comment }: Line): string {
  return [...lead, ...assign, ...comment].map(({ spaces, text }) => ' '.repeat(spaces) + text).join('');
}
