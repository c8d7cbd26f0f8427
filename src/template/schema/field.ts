import type { JsonObject } from '../model/template.ts';

/**
 * One row a field: type, default, doc. From these tables come decoding, unknown-key errors, and documentation.
 * Defaults are filled in, so a decoded config has nothing optional; `undefined` is a value only where `T` says so.
 */
export interface Field<T> {
  readonly kind: FieldKind;
  readonly default: T;
  readonly doc: string;
  /** Of `struct` and `structs`: the table of the nested object. */
  readonly fields?: Fields;
  /** What messages call the field if not by its name: Packer shows some under the name they have in its code. */
  readonly label?: string;
  /** Never printed, and registered with the redaction of all output. */
  readonly secret?: boolean;
  /** There is no way around giving a value. For documentation and editors; the component itself checks it. */
  readonly required?: boolean;
  /** JSON Schema of what a template may hold here, where the kind does not tell it. */
  readonly schema?: JsonObject;
  /** HCL takes a value of any type here, which the component looks at by itself. */
  readonly hcl?: 'value';
}

export type FieldKind =
  | 'string'
  | 'bool'
  | 'int'
  | 'trilean'
  | 'duration'
  | 'strings'
  | 'ints'
  | 'string-map'
  | 'json'
  | 'struct'
  | 'structs';

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The frozen object that decoding a table gives. */
export type Decoded<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** `true`, `false`, or not stated. */
export type Trilean = boolean | undefined;

type Extra = Pick<Field<unknown>, 'secret' | 'required' | 'label'>;

function field<T>(kind: FieldKind, fallback: T, doc: string, extra: Partial<Field<T>> = {}): Field<T> {
  return { kind, default: fallback, doc, ...extra };
}

export const string = (doc: string, fallback = '', extra: Extra = {}): Field<string> =>
  field('string', fallback, doc, extra);
export const bool = (doc: string, fallback = false): Field<boolean> => field('bool', fallback, doc);
/** A switch whose default depends on other settings: `undefined` where the template does not write it out. */
export const boolIfWritten = (doc: string): Field<Trilean> => field<Trilean>('bool', undefined, doc);
export const int = (doc: string, fallback = 0): Field<number> => field('int', fallback, doc);
export const trilean = (doc: string): Field<Trilean> => field<Trilean>('trilean', undefined, doc);
/** Milliseconds once decoded (fractions kept); written as a Go duration (`5m`, `1h30m`). */
export const duration = (doc: string, fallback = 0): Field<number> => field('duration', fallback, doc);
export const strings = (doc: string, fallback: readonly string[] = []): Field<readonly string[]> =>
  field('strings', fallback, doc);
export const ints = (doc: string, fallback: readonly number[] = []): Field<readonly number[]> =>
  field('ints', fallback, doc);
export const stringMap = (doc: string, extra: Extra = {}): Field<Readonly<Record<string, string>>> =>
  field<Readonly<Record<string, string>>>('string-map', {}, doc, extra);
/** An object of anything, kept as it stands in the template. */
export const json = (doc: string, extra: Extra = {}): Field<JsonObject> =>
  field<JsonObject>('json', {}, doc, extra);
export const struct = <F extends Fields>(fields: F, doc: string): Field<Decoded<F>> =>
  field('struct', defaults(fields), doc, { fields });
export const structs = <F extends Fields>(fields: F, doc: string): Field<readonly Decoded<F>[]> =>
  field<readonly Decoded<F>[]>('structs', [], doc, { fields });

/** A field that Packer's messages call by the name that it has in Packer's code. */
export const called = <T>(label: string, row: Field<T>): Field<T> => ({ ...row, label });

/** What an empty object decodes to. */
export function defaults<F extends Fields>(fields: F): Decoded<F> {
  const entries = Object.entries(fields).map(([name, row]) => [name, row.default]);
  return Object.freeze(Object.fromEntries(entries)) as Decoded<F>;
}
