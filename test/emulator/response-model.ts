import { createRequire } from 'node:module';

/** The official response models, as reflection gives them: what a field is called on the wire and what type it has. */
interface Model {
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, FieldType>>;
}

type FieldType = string | Model | { readonly type: 'array' | 'map'; readonly itemType?: FieldType };

const packages: Readonly<Record<string, string>> = {
  Ecs: '@alicloud/ecs20140526',
  Vpc: '@alicloud/vpc20160428',
  Sts: '@alicloud/sts20150401',
  Ram: '@alicloud/ram20150501',
};

/** The model of an action's answer, for names such as `Ecs.RunInstances`. */
export function responseModel(name: string): Model {
  const [product = '', action = ''] = name.split('.');
  const load = createRequire(import.meta.url);
  return load(packages[product] ?? '')[`${action}ResponseBody`];
}

/** Every place where an answer is not what the model says: unknown fields, wrong types, wrong nesting. */
export function mismatches(value: unknown, type: FieldType, path = ''): readonly string[] {
  if (value === undefined) return [`${path} is undefined`];
  if (typeof type === 'string') {
    return type === 'any' || typeof value === type
      ? []
      : [`${path} is ${JSON.stringify(value)}, not a ${type}`];
  }
  if ('type' in type) return listMismatches(value, type, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${path} is not an object`];
  const fields = new Map(Object.entries(type.names()).map(([field, wire]) => [wire, type.types()[field]]));
  return Object.entries(value).flatMap(([wire, item]) => {
    const field = fields.get(wire);
    return field === undefined ? [`${path}.${wire} is unknown`] : mismatches(item, field, `${path}.${wire}`);
  });
}

function listMismatches(
  value: unknown,
  { type, itemType }: { readonly type: 'array' | 'map'; readonly itemType?: FieldType },
  path: string,
): readonly string[] {
  if (type === 'map') return typeof value === 'object' ? [] : [`${path} is not a map`];
  if (!Array.isArray(value)) return [`${path} is not a list`];
  return value.flatMap((item, at) =>
    itemType === undefined ? [] : mismatches(item, itemType, `${path}[${at}]`),
  );
}
