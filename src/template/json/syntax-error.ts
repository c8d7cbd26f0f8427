import { BuildError } from '../../errors/build-error.ts';
import { placeAt } from '../model/place.ts';
import { adviseOn } from './syntax-advice.ts';

/**
 * Packer's report of broken JSON: message, place, the line so far and a caret. `at`: the bad character, or the end of
 * the text. Of a character of several bytes only the first is counted, as Go stops there.
 */
export function jsonSyntax(
  source: { readonly text: string; readonly path: string },
  message: string,
  at: number,
): BuildError {
  const before = source.text.slice(0, at);
  const bad = source.text[at] ?? '';
  const lines = (before + (bad > '\x7f' ? '\ufffd' : bad)).split('\n');
  const last = lines.length - 1;
  const bytes = Buffer.byteLength(before) + bad.length;
  // Packer counts the line feed itself as a column, so every line but the first is one off.
  const column = bytes - Buffer.byteLength(lines.slice(0, last).join('\n'));
  const report = [
    `Error parsing JSON: ${message}`,
    `At line ${lines.length}, column ${column} (offset ${bytes}):`,
    ...lines.slice(-2).map((line, index, shown) => {
      return `${String(lines.length - shown.length + index + 1).padStart(5)}: ${line}`;
    }),
    `${' '.repeat(column + 5)}^`,
    '',
  ];
  const { start, end, advice } = adviseOn(source.text, at, message);
  return new BuildError('template-syntax', report.join('\n'), {
    data: { file: source.path, reason: message, offset: at },
    mistakes: [{ message, advice, place: placeAt(source, start, end) }],
  });
}
