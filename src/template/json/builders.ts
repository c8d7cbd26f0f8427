import { goKind, isObject } from '../model/go-value.ts';
import type { Json, TemplateBuilder } from '../model/template.ts';
import { advice } from '../schema/advice.ts';
import { noFindings } from '../schema/findings.ts';
import { weakString } from '../schema/weak-string.ts';
import { collect, type Findings, type Read, refusal } from './collect.ts';
import { metaValue, mistypedMeta, TYPE_MISSING, withoutMeta } from './meta-keys.ts';

/** Keys of the template that are no settings of the component. */
export const builderKeys: readonly string[] = ['name', 'type'];

/** Reads `builders`; names must differ as written. Packer crashes on a `null` builder, we miss its type. */
export function readBuilders(list: readonly Json[], findings: Findings): readonly TemplateBuilder[] {
  const names = new Set<string>();
  return collect(
    list,
    (item) => readUnique(item, names),
    (refused, index) => findings.add(`builder ${index + 1}: `, refused, ['builders', index]),
  );
}

function readUnique(item: Json, names: Set<string>): Read<TemplateBuilder> {
  const read = readBuilder(item);
  if (!('value' in read)) return read;
  const { name } = read.value;
  if (names.has(name)) {
    const advice = 'give each builder a "name" of its own';
    return refusal(`builder with name '${name}' already exists`, ['name'], advice);
  }
  names.add(name);
  return read;
}

function readBuilder(item: Json): Read<TemplateBuilder> {
  const raw = item ?? {};
  if (!isObject(raw)) return refusal(`'' expected a map, got '${goKind(raw)}'`, [], advice.object());
  const findings = noFindings();
  const read = (key: string, label: string): string => {
    const value = metaValue(raw, key, label);
    return value === undefined ? '' : (weakString(value, label, findings) ?? '');
  };
  const type = read('type', 'Type');
  const name = read('name', 'Name') || type;
  const mistyped = mistypedMeta(findings);
  if (mistyped !== undefined) return mistyped;
  if (type === '') return refusal("missing 'type'", [], TYPE_MISSING);
  return { value: Object.freeze({ name, type, config: withoutMeta(raw, builderKeys) }) };
}
