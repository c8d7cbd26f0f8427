import { describe, expect, it } from 'vitest';
import { markdownTable } from '../../src/renderers/component-docs.ts';
import { commandRows, environmentRows, fixerRows, flagRows } from './compatibility/command-line.ts';
import { componentRows, settingSections } from './compatibility/components.ts';
import { Marks } from './compatibility/marks.ts';
import { type Row, STATES } from './compatibility/row.ts';
import { functionRows, templateRows } from './compatibility/templates.ts';

const INTRODUCTION = `# Compatibility with Packer

Every command, flag, environment variable, function, template key, component and setting of Packer 1.6.6 (JSON
templates), and what becomes of it here. \`npm run docs\` writes this page from the tables of the program; a test fails
where it is behind them, and where Packer has something that no line tells about.
[differences.md](differences.md) tells what is done differently and why.

${markdownTable(
  ['state', 'meaning'],
  Object.entries(STATES).map(([state, meaning]) => [state, meaning]),
)}`;

const marks = new Marks();
const sections: readonly { readonly title: string; readonly rows: readonly Row[] }[] = [
  { title: 'Commands', rows: commandRows(marks) },
  { title: 'Flags', rows: flagRows(marks) },
  { title: 'Environment variables', rows: environmentRows(marks) },
  { title: 'Keys of a template', rows: templateRows(marks) },
  { title: 'Functions', rows: functionRows(marks) },
  { title: 'Fixers of `fix`', rows: fixerRows() },
  { title: 'Components', rows: componentRows(marks) },
  ...settingSections(marks).map(({ title, rows }) => ({ title: `Settings: ${title}`, rows })),
];

function section({ title, rows }: (typeof sections)[number]): string {
  const cells = rows.map(({ name, state, remark }) => [name, state, remark]);
  return `## ${title}\n\n${markdownTable(['name', 'state', 'remark'], cells)}`;
}

describe('the page about compatibility', () => {
  it('leaves out nothing that Packer has', () => {
    expect(marks.unsaid).toEqual([]);
  });

  it('has no remark about something that is gone', () => {
    expect(marks.stale()).toEqual([]);
  });

  it('is what the tables of the code say; `npm run docs` writes it anew', async () => {
    const page = `${[INTRODUCTION, ...sections.map(section)].join('\n\n')}\n`;
    await expect(page).toMatchFileSnapshot('../../docs/compatibility.md');
  });
});
