import type { Field, FieldKind, Fields } from './field.ts';

/** One line of the documentation of a component. */
interface FieldRow {
  /** With its parents: `image_disk_mappings[].disk_size`. */
  readonly name: string;
  readonly type: string;
  /** As a template would write it; empty when there is none. */
  readonly default: string;
  readonly required: boolean;
  readonly doc: string;
}

const typeNames: Readonly<Record<FieldKind, string>> = {
  string: 'string',
  bool: 'boolean',
  int: 'integer',
  trilean: 'boolean',
  duration: 'duration',
  strings: 'list of strings',
  ints: 'list of integers',
  'string-map': 'map of strings',
  json: 'object',
  struct: 'object',
  structs: 'list of objects',
};

/** A row a field, in table order, those of nested tables after their parent. */
export function describe(fields: Fields, prefix = ''): readonly FieldRow[] {
  return Object.entries(fields).flatMap(([key, row]) => {
    const name = prefix + key;
    const { kind, required = false, doc } = row;
    const own = { name, type: typeNames[kind], default: defaultText(row), required, doc };
    return [own, ...describe(row.fields ?? {}, `${name}${row.kind === 'structs' ? '[]' : ''}.`)];
  });
}

function defaultText({ kind, default: value }: Field<unknown>): string {
  if (kind === 'struct' || value === undefined || value === '' || value === 0) return '';
  if (kind === 'duration') return durationText(Number(value));
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify(value);
  return typeof value === 'object' ? '' : String(value);
}

/** `5m`, `90s`, `250ms`: the largest unit that leaves a whole number. */
function durationText(milliseconds: number): string {
  const units = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const;
  const unit = units.find(([, size]) => milliseconds % size === 0);
  return unit === undefined ? `${milliseconds}ms` : `${milliseconds / unit[1]}${unit[0]}`;
}
