import { xmlDocument } from '../dotnet/xml.ts';
import { PsError } from './failure.ts';
import { Hash, items, numberOf, PsObject, TypeName, textOf, truthy, type Value } from './value.ts';

/** `[type]value`. */
export function cast(type: string, value: Value): Value {
  const name = new TypeName(type).name;
  const run = casts[name];
  if (run === undefined) throw new PsError(`Unable to find type [${type}].`, { id: 'TypeNotFound' });
  return run(value);
}

const casts: Readonly<Record<string, (value: Value) => Value>> = {
  void: () => undefined,
  string: textOf,
  bool: truthy,
  switch: truthy,
  int: whole,
  int32: whole,
  int64: whole,
  long: whole,
  uint32: whole,
  byte: whole,
  double: number,
  char: (value) => (typeof value === 'number' ? String.fromCharCode(value) : textOf(value)),
  array: items,
  'object[]': items,
  'string[]': (value) => items(value).map(textOf),
  'int[]': (value) => items(value).map(whole),
  'byte[]': (value) => (value instanceof Uint8Array ? value : Uint8Array.from(items(value).map(numberOf))),
  'char[]': (value) => [...textOf(value)],
  hashtable: (value) => value,
  pscustomobject: custom,
  psobject: custom,
  xml: (value) => xmlDocument(textOf(value)),
  version: textOf,
  scriptblock: (value) => value,
  guid: textOf,
  datetime: textOf,
};

function number(value: Value): number {
  const result = numberOf(value);
  if (Number.isNaN(result))
    throw new PsError(
      `Cannot convert value "${textOf(value)}" to type "System.Int32". Error: "Input string was not in a correct format."`,
    );
  return result;
}

function whole(value: Value): number {
  return Math.round(
    typeof value === 'string' && value.length === 1 && !/\d/.test(value)
      ? value.charCodeAt(0)
      : number(value),
  );
}

function custom(value: Value): Value {
  if (!(value instanceof Hash)) return value;
  return objectOf(Object.fromEntries([...value.entries.values()]));
}

/** An object with these properties. */
export function objectOf(
  properties: Readonly<Record<string, Value>>,
  type = 'System.Management.Automation.PSCustomObject',
): PsObject {
  const now = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]));
  return new PsObject({
    type,
    shown: Object.keys(properties),
    properties: Object.fromEntries([...now.keys()].map((name) => [name, () => now.get(name)])),
    setters: Object.fromEntries(
      [...now.keys()].map((name) => [name, (value: Value) => void now.set(name, value)]),
    ),
    text: () =>
      `@{${Object.keys(properties)
        .map((name) => `${name}=${textOf(now.get(name.toLowerCase()))}`)
        .join('; ')}}`,
  });
}
