import type { Random } from '../random.ts';
import type { Json } from './structure.ts';

const functions: readonly string[] = [
  'user',
  'env',
  'build',
  'build_name',
  'build_type',
  'packer_version',
  'template_dir',
  'pwd',
  'timestamp',
  'isotime',
  'strftime',
  'uuid',
  'upper',
  'lower',
  'split',
  'replace',
  'replace_all',
  'sed',
  'clean_resource_name',
  'vault',
  'and',
  'or',
  'not',
  'len',
  'index',
  'slice',
  'print',
  'printf',
  'println',
  'html',
  'js',
  'urlquery',
  'call',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'nope',
  'usr',
];
const operands: readonly string[] = [
  '`x`',
  '"x"',
  '"a\\tb"',
  "'a'",
  '1',
  '-1',
  '0',
  '1.5',
  '0x1F',
  '1e3',
  '1e400',
  '99999999999999999999',
  'true',
  'false',
  'nil',
  '.',
  '.ID',
  '.Vars',
  '.A.B',
  '$',
  '$x',
  '`access_key`',
  '`ID`',
  '"%d%s%v%q"',
  '"%!"',
  '`a,b,c`',
  '`,`',
  '"2006-01-02"',
  '"%Y"',
  '`',
  '"',
  "'",
  '"\\q"',
  '1_0',
  '0b1',
  '..',
  '.1',
  '1a',
];
const frames: readonly ((inner: string, more: string) => string)[] = [
  (inner) => `{{${inner}}}`,
  (inner) => `{{ ${inner} }}`,
  (inner) => `{{- ${inner} -}}`,
  (inner, more) => `{{if ${inner}}}a{{else}}${more}{{end}}`,
  (inner, more) => `{{if ${inner}}}a{{else if ${more}}}b{{end}}`,
  (inner) => `{{range ${inner}}}{{.}}{{end}}`,
  (inner) => `{{range $i, $e := ${inner}}}{{$i}}{{$e}}{{end}}`,
  (inner) => `{{with ${inner}}}{{.}}{{end}}`,
  (inner) => `{{$x := ${inner}}}{{$x}}`,
  (inner, more) => `{{define "t"}}${more}{{end}}{{template "t" ${inner}}}`,
  (inner) => `{{block "b" ${inner}}}{{.}}{{end}}`,
  (inner) => `{{/* ${inner} */}}`,
  (inner) => `{{${inner}`,
  (inner) => `${inner}}}`,
  (inner, more) => `{{${inner}}}{{${more}}}`,
  (inner) => `{{if ${inner}}}a`,
  (inner) => `{{end}}{{${inner}}}`,
  (inner) => `{{\n${inner}\n}}`,
];

/** Puts template language into one of the texts of a tree. */
export function mutateLanguage(root: Json, random: Random): void {
  const texts = textsIn(root);
  if (texts.length === 0) return;
  const { holder, key, text } = random.pick(texts);
  const action = random.pick(frames)(pipeline(random, 0), pipeline(random, 2));
  const at = random.below(text.length + 1);
  const mutated = random.chance(0.5) ? action : `${text.slice(0, at)}${action}${text.slice(at)}`;
  const changed = random.chance(0.2) ? mutated.slice(0, random.below(mutated.length)) : mutated;
  if (Array.isArray(holder)) holder[Number(key)] = changed;
  else holder[key] = changed;
}

function pipeline(random: Random, depth: number): string {
  const stages = 1 + random.below(3);
  return Array.from({ length: stages }, () => command(random, depth)).join(random.chance(0.95) ? ' | ' : '|');
}

function command(random: Random, depth: number): string {
  if (random.chance(0.3)) return operand(random, depth);
  const count = random.below(4);
  return [random.pick(functions), ...Array.from({ length: count }, () => operand(random, depth))].join(' ');
}

function operand(random: Random, depth: number): string {
  if (depth < 3 && random.chance(0.15)) return `(${pipeline(random, depth + 1)})`;
  return random.pick(operands);
}

interface Text {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string;
  readonly text: string;
}

function textsIn(root: Json): readonly Text[] {
  if (typeof root !== 'object' || root === null) return [];
  return Object.entries(root).flatMap(([key, value]): readonly Text[] =>
    typeof value === 'string' ? [{ holder: root, key, text: value }] : textsIn(value),
  );
}
