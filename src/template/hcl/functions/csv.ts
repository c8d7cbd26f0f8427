import { listOf, STRING } from '../types/type.ts';
import { listValue, objectValue, stringValue, type Value } from '../values/value.ts';
import { text, textOf } from './define.ts';
import { FunctionError, type HclFunction } from './function.ts';

export const CSV: Readonly<Record<string, HclFunction>> = {
  csvdecode: { parameters: [text('str')], call: ([str]) => decodeCsv(textOf(str)) },
};

function decodeCsv(given: string): Value {
  const [header, ...rows] = readRows(given);
  if (header === undefined) throw new FunctionError('missing header line');
  const { fields: names } = header;
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new FunctionError(`duplicate column name "${repeated}"`);
  const type = { kind: 'object', attributes: new Map(names.map((name) => [name, STRING])) } as const;
  const values = rows.map(({ fields, line }) => {
    if (fields.length !== names.length) throw broken(line, 'wrong number of fields');
    return objectValue(names.map((name, index) => [name, stringValue(fields[index] ?? '')]));
  });
  return listValue(listOf(type).element, values);
}

function broken(line: number, why: string): FunctionError {
  return new FunctionError(`CSV parse error on line ${line}: ${why}`);
}

interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

const plainField = /[^,\n"]*/y;
const quotedField = /"((?:[^"]|"")*)"/y;

/** Rows with quoted fields; empty lines are none. */
function readRows(given: string): readonly Row[] {
  const source = given.replaceAll('\r\n', '\n');
  const rows: Row[] = [];
  let [at, line] = [0, 1];
  while (at < source.length) {
    if (source[at] === '\n') {
      at += 1;
      line += 1;
      continue;
    }
    const row = readRow(source, at, line);
    rows.push({ fields: row.fields, line });
    line += source.slice(at, row.end).split('\n').length - 1;
    at = row.end;
  }
  return rows;
}

function readRow(
  source: string,
  start: number,
  line: number,
): { readonly fields: readonly string[]; readonly end: number } {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const isQuoted = source[at] === '"';
    const pattern = isQuoted ? quotedField : plainField;
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) throw broken(line, 'extraneous or missing " in quoted-field');
    fields.push(isQuoted ? (found[1] ?? '').replaceAll('""', '"') : found[0]);
    at += found[0].length;
    const next = source[at];
    if (next === '"')
      throw broken(line, isQuoted ? 'extraneous or missing " in quoted-field' : 'bare " in non-quoted-field');
    if (next !== undefined && next !== ',' && next !== '\n')
      throw broken(line, 'extraneous or missing " in quoted-field');
    at += 1;
    if (next !== ',') return { fields, end: Math.min(at, source.length) };
  }
}
