import { readFileSync } from 'node:fs';
import { chance } from './differential/old-templates.ts';

/** Texts of the fixtures that the console can take: on one line, and without the moment in their result. */
export const written: readonly string[] = ['console', 'data'].flatMap((name) => {
  const file = new URL(`../../fixtures/interpolation/${name}.json`, import.meta.url);
  const read: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const rows = typeof read === 'object' && read !== null && 'cases' in read ? read.cases : read;
  const texts = Array.isArray(rows) ? rows.map(({ text }) => String(text)) : [];
  return texts.filter((text) => !/\n|time|uuid|template "root"/.test(text));
});

const atoms = [
  '"a"',
  '"b,c"',
  '`raw`',
  "'a'",
  '1',
  '0',
  '-1',
  '2',
  '1.5',
  '0x1F',
  '1e3',
  'true',
  'false',
  'nil',
  '.',
  '.x',
  '.x.y',
  '$',
  '$v',
  '"é"',
  '"%d|%s"',
  '""',
  '(upper "q")',
  '(len "abc")',
  '(1)',
];
const functions = [
  'upper',
  'lower',
  'print',
  'println',
  'printf',
  'len',
  'index',
  'slice',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'and',
  'or',
  'not',
  'html',
  'js',
  'urlquery',
  'split',
  'replace',
  'replace_all',
  'user',
  'call',
];

/** Texts made by chance from a seed: calls, pipelines, variables, blocks. */
export function generated(seed: number, count: number): readonly string[] {
  const next = chance(seed);
  const pick = (from: readonly string[]): string => from[Math.floor(next() * from.length)] ?? '';
  const call = (): string => {
    const args = Array.from({ length: Math.floor(next() * 4) }, () => pick(atoms));
    return next() < 0.2 ? pick(atoms) : [pick(functions), ...args].join(' ');
  };
  const pipeline = (): string => (next() < 0.3 ? `${call()} | ${call()}` : call());
  const action = (): string => {
    const kind = next();
    if (kind < 0.08) return `{{if ${pipeline()}}}a{{else}}{{${pipeline()}}}{{end}}`;
    if (kind < 0.14) return `{{with ${pipeline()}}}{{.}}{{else}}b{{end}}`;
    if (kind < 0.18) return `{{range ${pipeline()}}}c{{else}}d{{end}}`;
    return kind < 0.26 ? `{{$v := ${pipeline()}}}{{$v}}` : `{{${pipeline()}}}`;
  };
  return Array.from({ length: count }, () => (next() < 0.2 ? `${action()} ${action()}` : action()));
}
