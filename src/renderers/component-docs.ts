import { wrap } from './table.ts';

/** A setting as documentation shows it. */
interface SettingRow {
  readonly name: string;
  readonly type: string;
  /** Empty: none. */
  readonly default: string;
  readonly required: boolean;
  readonly doc: string;
}

const WIDTH = 100;
const INDENT = '      ';

/** Settings for a terminal: one under the other, as in a manual page. */
export function settingsText(title: string, rows: readonly SettingRow[]): string {
  return [title, ...rows.map(entry)].join('\n\n');
}

function entry({ name, type, default: fallback, required, doc }: SettingRow): string {
  const facts = [
    type,
    ...(required ? ['required'] : []),
    ...(fallback === '' ? [] : [`default ${fallback}`]),
  ];
  const lines = wrap(doc, WIDTH - INDENT.length).map((line) => INDENT + line);
  return [`  ${name} (${facts.join(', ')})`, ...lines].join('\n');
}

/** Settings as a Markdown table under a heading. */
export function settingsMarkdown(title: string, rows: readonly SettingRow[]): string {
  const cells = rows.map(({ name, type, default: fallback, required, doc }) => [
    `\`${name}\``,
    type,
    fallback === '' ? '' : `\`${fallback}\``,
    required ? 'yes' : '',
    doc,
  ]);
  return `## ${title}\n\n${markdownTable(['setting', 'type', 'default', 'required', 'what it is'], cells)}`;
}

/** A Markdown table. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(escaped))];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
