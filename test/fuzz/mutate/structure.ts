import type { Random } from '../random.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What mutations put in: values of every kind, and keys and subtrees of all templates. */
export interface Stock {
  readonly keys: readonly string[];
  readonly subtrees: readonly Json[];
  /** By the keys that they stand under. */
  readonly values: ReadonlyMap<string, readonly Json[]>;
}

const values: readonly Json[] = [
  '',
  'x',
  ' ',
  '0',
  '1',
  '-1',
  'true',
  'false',
  'yes',
  '5m',
  '-1s',
  '1h30m',
  '0x10',
  'a,b',
  ',',
  'ü 你 😀',
  '\n',
  '__proto__',
  'constructor',
  '{{',
  '}}',
  '{{user `x`}}',
  '/nope',
  '..',
  'x'.repeat(300),
  'null',
  'http://x',
  0,
  1,
  -1,
  1.5,
  1e21,
  -0.1,
  2 ** 53,
  65536,
  true,
  false,
  null,
  [],
  {},
  [[]],
  [{}],
  [null],
  { a: {} },
];

const keys: readonly string[] = [
  'type',
  'name',
  'only',
  'except',
  'override',
  'zz',
  '',
  '__proto__',
  'constructor',
  'toString',
  '_comment',
  'packer_zz',
  'Type',
  'NAME',
  'a.b',
  'a"b',
  '{{upper `x`}}',
  'null',
  'pause_before',
  'timeout',
  'max_retries',
];

/** A place in a tree: how to read and write what is there. */
export interface Place {
  readonly holder: Json[] | { [key: string]: Json };
  readonly key: string;
}

/** Changes one place of a template's tree, in the tree itself. */
export function mutateStructure(root: Json, random: Random, stock: Stock): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const place = random.pick(places);
  const value = read(place);
  const kind = random.below(10);
  if (kind === 0) remove(place);
  else if (kind === 1) write(place, copy(random.pick(values)));
  else if (kind === 2) write(place, copy(random.pick(stock.subtrees)));
  else if (kind === 3) write(place, random.chance(0.5) ? [value] : { [random.pick(keys)]: value });
  else if (kind === 4) rename(place, random.pick(random.chance(0.5) ? keys : stock.keys));
  else if (kind === 5) rename(place, mistyped(place.key, random));
  else if (kind === 6 && Array.isArray(value)) value.push(copy(value.length > 0 ? random.pick(value) : null));
  else if (kind === 7 && Array.isArray(value)) value.reverse();
  else if (isTree(value) && !Array.isArray(value))
    define(
      value,
      random.pick(random.chance(0.5) ? keys : stock.keys),
      copy(random.pick([...values, ...stock.subtrees])),
    );
  else write(place, copy(random.pick(values)));
}

/** All keys and all subtrees that are not too large. */
export function stockOf(templates: readonly Json[]): Stock {
  const places = templates.flatMap(placesIn);
  const subtrees = places.map(read).filter((value) => JSON.stringify(value).length < 400);
  const values = new Map<string, Json[]>();
  for (const place of places) {
    const known = values.get(place.key) ?? [];
    if (known.length < 200) values.set(place.key, [...known, read(place)]);
  }
  return { keys: [...values.keys()], subtrees, values };
}

export function placesIn(root: Json): readonly Place[] {
  if (!isTree(root)) return [];
  return Object.keys(root).flatMap((key) => [
    { holder: root, key },
    ...placesIn(read({ holder: root, key })),
  ]);
}

function isTree(value: Json): value is Json[] | { [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

export function read({ holder, key }: Place): Json {
  return (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null;
}

export function write({ holder, key }: Place, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else define(holder, key, value);
}

/** Also `__proto__` becomes a key like any other. */
function define(holder: { [key: string]: Json }, key: string, value: Json): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

export function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function rename(place: Place, key: string): void {
  if (Array.isArray(place.holder)) return;
  const value = read(place);
  remove(place);
  define(place.holder, key, value);
}

function mistyped(key: string, random: Random): string {
  const at = random.below(key.length + 1);
  return random.pick([
    key.toUpperCase(),
    `${key}s`,
    key.slice(0, at) + key.slice(at + 1),
    `${key.slice(0, at)}_${key.slice(at)}`,
  ]);
}

export function copy(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
