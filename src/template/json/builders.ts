import { goKind, isObject } from '../model/go-value.ts';
import type { Json, TemplateBuilder } from '../model/template.ts';
import { noFindings } from '../schema/findings.ts';
import { weakString } from '../schema/weak-string.ts';
import { collect, type Finding, type Read } from './collect.ts';
import { metaValue, mistypedMeta, withoutMeta } from './meta-keys.ts';

/** Keys of the template that are no settings of the component. */
export const builderKeys: readonly string[] = ['name', 'type'];

/** Reads `builders`; names must differ as written. Packer crashes on a `null` builder, we miss its type. */
export function readBuilders(list: readonly Json[], findings: Finding[]): readonly TemplateBuilder[] {
  const names = new Set<string>();
  const note = (message: string, index: number): void => {
    findings.push({ message: `builder ${index + 1}: ${message}`, path: ['builders', index] });
  };
  return collect(list, (item) => readUnique(item, names), note);
}

function readUnique(item: Json, names: Set<string>): Read<TemplateBuilder> {
  const read = readBuilder(item);
  if ('finding' in read) return read;
  const { name } = read.value;
  if (names.has(name)) return { finding: `builder with name '${name}' already exists` };
  names.add(name);
  return read;
}

function readBuilder(item: Json): Read<TemplateBuilder> {
  const raw = item ?? {};
  if (!isObject(raw)) return { finding: `'' expected a map, got '${goKind(raw)}'` };
  const findings = noFindings();
  const read = (key: string, label: string): string => {
    const value = metaValue(raw, key, label);
    return value === undefined ? '' : (weakString(value, label, findings) ?? '');
  };
  const type = read('type', 'Type');
  const name = read('name', 'Name') || type;
  const mistyped = mistypedMeta(findings.mistyped);
  if (mistyped !== undefined) return { finding: mistyped };
  if (type === '') return { finding: "missing 'type'" };
  return { value: Object.freeze({ name, type, config: withoutMeta(raw, builderKeys) }) };
}
