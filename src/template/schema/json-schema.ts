import type { JsonObject } from '../model/template.ts';
import type { Field, Fields } from './field.ts';

/**
 * A JSON Schema (draft-07) of settings. It is as wide as the weak decoding is: any scalar where a scalar is wanted, and
 * a text with an action in it anywhere, as nobody knows yet what it will be. Names have to be written exactly.
 */
export function settingsSchema(fields: Fields): JsonObject {
  const properties = Object.entries(fields).map(([name, row]) => [name, fieldSchema(row)] as const);
  return { type: 'object', properties: Object.fromEntries(properties), additionalProperties: false };
}

/** Names of the settings that have to be given. */
export function requiredNames(fields: Fields): readonly string[] {
  return Object.entries(fields)
    .filter(([, { required }]) => required === true)
    .map(([name]) => name);
}

function fieldSchema(row: Field<unknown>): JsonObject {
  return { description: row.doc, ...defaultOf(row), ...(row.schema ?? schemaOf(row)) };
}

/** What a decoded default would be in a template, where that is the same. */
function defaultOf({ kind, default: value }: Field<unknown>): JsonObject {
  const shown = kind === 'string' || kind === 'bool' || kind === 'int';
  if (!shown || value === '' || value === 0) return {};
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? { default: value }
    : {};
}

const ACTION = '\\{\\{';
const PATTERNS = {
  bool: `^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False|)$|${ACTION}`,
  int: `^([+-]?(\\d[\\d_]*|0[xX][\\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+)|)$|${ACTION}`,
  ints: `^([+-]?\\d+(,[+-]?\\d+)*|)$|${ACTION}`,
  duration: '^[+-]?(\\d*\\.?\\d*(ns|us|µs|μs|ms|s|m|h))+$|^[+-]?0$',
};

/** A Go duration that is never rendered, as the meta keys of provisioners are. */
export const PLAIN_DURATION: JsonObject = {
  type: ['string', 'number', 'boolean', 'null'],
  pattern: PATTERNS.duration,
};

const SCALAR: JsonObject = { type: ['string', 'number', 'boolean', 'null'] };
const BOOL: JsonObject = { type: ['boolean', 'string', 'number', 'null'], pattern: PATTERNS.bool };
const INT: JsonObject = { type: ['number', 'string', 'boolean', 'null'], pattern: PATTERNS.int };
const DURATION: JsonObject = { ...PLAIN_DURATION, pattern: `${PATTERNS.duration}|${ACTION}` };
const STRING_MAP: JsonObject = { type: ['object', 'null'], additionalProperties: SCALAR };

function schemaOf({ kind, fields = {} }: Field<unknown>): JsonObject {
  switch (kind) {
    case 'string':
      return SCALAR;
    case 'bool':
    case 'trilean':
      return BOOL;
    case 'int':
      return INT;
    case 'duration':
      return DURATION;
    case 'strings':
      return listOf(SCALAR);
    case 'ints':
      // A text is split at commas.
      return {
        anyOf: [
          { ...SCALAR, pattern: PATTERNS.ints },
          { type: 'array', items: INT },
        ],
      };
    case 'string-map':
      return { anyOf: [STRING_MAP, { type: 'array', items: STRING_MAP }] };
    case 'json':
      return { type: ['object', 'array', 'null'] };
    case 'struct':
      return { ...settingsSchema(fields), type: ['object', 'null'] };
    case 'structs':
      return listOf(settingsSchema(fields));
  }
}

function listOf(item: JsonObject): JsonObject {
  return { anyOf: [{ type: 'array', items: item }, item] };
}
