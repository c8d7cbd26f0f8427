import type { JsonObject } from '../template.ts';
import type { Field, FieldKind, Fields } from './field.ts';

/** One line of the documentation of a component. */
export interface FieldRow {
  /** With its parents: `image_disk_mappings[].disk_size`. */
  readonly name: string;
  readonly type: string;
  /** As a template would write it; empty when there is none. */
  readonly default: string;
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
    const own = { name, type: typeNames[row.kind], default: defaultText(row), doc: row.doc };
    return [own, ...describe(row.fields ?? {}, `${name}${row.kind === 'structs' ? '[]' : ''}.`)];
  });
}

function defaultText({ kind, default: value }: Field<unknown>): string {
  if (kind === 'struct' || value === undefined || value === '') return '';
  if (kind === 'duration') return value === 0 ? '' : durationText(Number(value));
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

/** A JSON Schema of the settings, as wide as the weak decoding is: any scalar where a scalar is wanted. */
export function jsonSchema(fields: Fields): JsonObject {
  const properties = Object.entries(fields).map(([name, row]) => {
    return [name, { description: row.doc, ...schemaOf(row) }] as const;
  });
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

const scalar: JsonObject = { type: ['string', 'number', 'boolean', 'null'] };

function schemaOf(row: Field<unknown>): JsonObject {
  switch (row.kind) {
    case 'strings':
    case 'ints':
      return { anyOf: [scalar, { type: 'array', items: scalar }] };
    case 'string-map':
      return { type: ['object', 'null'], additionalProperties: scalar };
    case 'json':
      return { type: ['object', 'array', 'null'] };
    case 'struct':
      return jsonSchema(row.fields ?? {});
    case 'structs':
      return {
        anyOf: [jsonSchema(row.fields ?? {}), { type: 'array', items: jsonSchema(row.fields ?? {}) }],
      };
    case 'string':
    case 'bool':
    case 'int':
    case 'trilean':
    case 'duration':
      return scalar;
  }
}
