/**
 * Between the official SDK's models and the wire. The models are deep-imported one by one: the SDK's index would
 * load 1,152 files (0.55 s), one model a millisecond.
 */

/** What every model class of the SDK has. */
interface RequestModel<Model> {
  new (map?: Record<string, unknown>): Model & { toMap(): Record<string, unknown> };
  names(): Record<string, string>;
}

/** The fields of a request model as plain data. `undefined`, empty texts (but those of tags) and empty lists are not sent. */
export type Fields<Model> = {
  readonly [Key in keyof Model as FieldName<Key, Model[Key]>]?:
    | Field<Exclude<Model[Key], undefined>>
    | undefined;
};

/** A response model as it is on the wire: the models say `instanceIdSets`, the service `InstanceIdSets`. */
export type Wire<Model> = Model extends readonly (infer Item)[]
  ? readonly Wire<Item>[]
  : Model extends object
    ? {
        readonly [Key in keyof Model as Capitalize<FieldName<Key, Model[Key]>>]?: Wire<
          Exclude<Model[Key], undefined>
        >;
      }
    : Model;

/** Flat wire names and values: `Tag.1.Key`. */
export type Params = Readonly<Record<string, string>>;

// The models inherit an index signature and methods; neither is a field.
type FieldName<Key, Value> = string extends Key
  ? never
  : Value extends (...args: never[]) => unknown
    ? never
    : Key extends string
      ? Key
      : never;

type Field<Value> = Value extends readonly (infer Item)[]
  ? readonly Field<Item>[]
  : Value extends object
    ? Fields<Value>
    : Value;

/** The parameters of one call: wire names from the model, nested values flattened as the service reads them. */
export function params<Model>(model: RequestModel<Model>, fields: Fields<Model>): Params {
  return Object.fromEntries(flatten(new model({ ...fields }).toMap(), ''));
}

function flatten(value: unknown, name: string): [string, string][] {
  if (value === undefined || value === null || (value === '' && !tagValue.test(name))) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => flatten(item, join(name, `${index + 1}`)));
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, item]) => flatten(item, join(name, key)));
  return [[name, String(value)]];
}

// Without it some actions take the tag for one with any value, or for none.
const tagValue = /(^|\.)Tag\.\d+\.Value$/;

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}
