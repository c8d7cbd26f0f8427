import type { Fields } from './field.ts';

/** The values of all secret fields of a decoded config, nested ones too: what output must never show. */
export function secretValues(fields: Fields, config: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(fields).flatMap(([name, row]) => {
    const value = config[name];
    if (row.secret === true) return typeof value === 'string' && value !== '' ? [value] : [];
    if (row.fields === undefined) return [];
    const nested = row.fields;
    return [value].flat().flatMap((item) => {
      return typeof item === 'object' && item !== null ? secretValues(nested, { ...item }) : [];
    });
  });
}
