import { relative } from 'node:path';
import type { Mistake, Place } from '../errors/mistake.ts';
import type { Redactor } from '../events/redact.ts';
import { machineUi } from '../renderers/machine-ui.ts';
import type { Call } from './command.ts';

/**
 * Shows mistakes where they stand. Standard output is Packer's, and scripts read it: people are told on standard error,
 * programs by a record for each.
 */
export function tellMistakes(
  mistakes: readonly Mistake[],
  { terminal, machineReadable }: Pick<Call, 'terminal' | 'machineReadable'>,
  redactor?: Redactor,
): void {
  const hidden = (text: string) => redactor?.text(text) ?? text;
  const inOrder = [...mistakes].sort((one, other) => compare(one.place, other.place));
  if (machineReadable) {
    const { machine } = machineUi(terminal.stdout, hidden);
    for (const mistake of inOrder) machine('', 'mistake', ...fields(mistake));
    return;
  }
  // Builds share provisioners, and so their mistakes.
  const texts = new Set(inOrder.map((mistake) => mistakeText(mistake, terminal.cwd)));
  if (texts.size > 0) terminal.stderr.write(`${hidden([...texts].join('\n'))}\n`);
}

/** As they stand in their files; those without a place come last. */
function compare(one: Place | undefined, other: Place | undefined): number {
  if (one === undefined || other === undefined)
    return Number(one === undefined) - Number(other === undefined);
  return one.file === other.file ? one.line - other.line || one.column - other.column : 0;
}

function fields({ place, component, field, message, advice }: Mistake): readonly string[] {
  const { file, line, column, length } = place ?? {};
  const at = [file, line, column, length].map((part) => (part === undefined ? '' : String(part)));
  return [...at, component ?? '', field ?? '', oneLine(message), advice ?? ''];
}

/** What is wrong and where, the line with carets under what is meant, and what to write instead. */
function mistakeText(mistake: Mistake, cwd: string): string {
  const { place, component, field, message, advice } = mistake;
  const subject = [component, field].filter((part) => part !== undefined).join(', ');
  const at = place === undefined ? '' : `${shortPath(place.file, cwd)}:${place.line}:${place.column}: `;
  // Packer's sentences about the template as a whole begin with the component.
  const begun = subject === '' || (component !== undefined && message.startsWith(`${component}:`));
  const said = `${at}${begun ? '' : `${subject}: `}${oneLine(message)}\n`;
  const wayOut = advice === undefined ? '' : ` ${advice}`;
  if (place === undefined) return wayOut === '' ? said : `${said} ${wayOut}\n`;
  return said + excerpt(place, wayOut);
}

function excerpt({ line, shown: { before, marked, after } }: Place, wayOut: string): string {
  const gutter = ' '.repeat(String(line).length);
  const carets = '^'.repeat(Math.max(1, cells(marked)));
  const blanks = Array.from(before, (one) => (one === '\t' ? '\t' : ' '.repeat(cells(one)))).join('');
  return `  ${line} | ${before}${marked}${after}\n  ${gutter} | ${blanks}${carets}${wayOut}\n`;
}

/** Columns that a text takes on a terminal, where Chinese characters and full-width signs take two. */
function cells(text: string): number {
  const characters = Array.from(text);
  return characters.length + characters.filter((one) => WIDE.test(one)).length;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

function shortPath(file: string, cwd: string): string {
  const short = relative(cwd, file);
  return short === '' || short.startsWith('..') ? file : short;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}
