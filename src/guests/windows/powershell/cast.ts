import { xmlDocument } from '../dotnet/xml.ts';
import { unsupported } from './failure.ts';
import { items, numberOf, PsObject, TypeName, textOf, truthy, type Value } from './value.ts';

/** `[type]value`. */
export function cast(type: string, value: Value): Value {
  const run = casts[new TypeName(type).name];
  if (run === undefined) throw unsupported(`[${type}]`);
  return run(value);
}

const casts: Readonly<Record<string, (value: Value) => Value>> = {
  void: () => undefined,
  string: textOf,
  bool: truthy,
  int: (value) => Math.round(numberOf(value)),
  char: (value) => (typeof value === 'number' ? String.fromCharCode(value) : textOf(value)),
  array: items,
  xml: (value) => xmlDocument(textOf(value)),
};

/** An object with these properties. */
export function objectOf(
  properties: Readonly<Record<string, Value>>,
  type = 'System.Management.Automation.PSCustomObject',
): PsObject {
  const entries = Object.entries(properties).map(
    ([name, value]) => [name.toLowerCase(), () => value] as const,
  );
  return new PsObject({ type, properties: Object.fromEntries(entries) });
}
