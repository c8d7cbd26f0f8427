import { nearest } from '../errors/nearest.ts';
import type { FieldKind } from '../template/schema/field.ts';
import type { Plugin } from './plugin.ts';
import { pluginMalformed } from './words.ts';

const KINDS: ReadonlyMap<string, string> = new Map([
  ['provisioners', 'provisioner'],
  ['postProcessors', 'post-processor'],
  ['builders', 'builder'],
]);
const FIELD_KINDS: readonly FieldKind[] = [
  ...(['string', 'bool', 'int', 'trilean', 'duration'] as const),
  ...(['strings', 'ints', 'string-map', 'struct', 'structs'] as const),
];
const PARTS = ['apiVersion', ...KINDS.keys(), 'functions'];

/** Checks all that the rest of the program relies on; throws for the first thing that is not as it should be. */
export function checkPlugin(name: string, exported: object): Plugin {
  const refuse = (where: string, what: string) => pluginMalformed(name, where, what);
  for (const [part, value] of Object.entries(exported)) {
    if (!PARTS.includes(part)) throw refuse('', `exports ${part}, which is unknown${meant(part, PARTS)}`);
    if (part === 'apiVersion') continue;
    for (const [component, definition] of entries(value, part, refuse)) {
      const kind = KINDS.get(part) ?? 'function';
      const where = `${kind} ${JSON.stringify(component)}`;
      if (kind === 'function') checkFunction(component, definition, where, refuse);
      else checkComponent(kind, component, { definition, where, refuse });
    }
  }
  return exported as Plugin;
}

type Refuse = (where: string, what: string) => Error;

function checkComponent(
  kind: string,
  name: string,
  {
    definition,
    where,
    refuse,
  }: { readonly definition: unknown; readonly where: string; readonly refuse: Refuse },
): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name))
    throw refuse(where, 'must be named in small letters, digits and dashes');
  const table = new Map(entries(definition, where, refuse));
  if (typeof table.get('run') !== 'function') throw refuse(where, 'has no function `run`');
  const prepare = table.get('prepare');
  if (prepare !== undefined && typeof prepare !== 'function')
    throw refuse(where, 'has a `prepare` that is no function');
  if (kind === 'post-processor' && typeof table.get('keepsInput') !== 'boolean')
    throw refuse(where, 'must say `keepsInput: true` or `false`');
  const fields = entries(table.get('fields'), `${where}: fields`, refuse);
  for (const [field, row] of fields) checkField(row, `${where}, field ${JSON.stringify(field)}`, refuse);
  const late: unknown = table.get('late') ?? [];
  const names = fields.map(([field]) => field);
  if (!Array.isArray(late) || !late.every((field) => names.includes(field)))
    throw refuse(where, 'must list in `late` names of its own fields');
}

function checkField(row: unknown, where: string, refuse: Refuse): void {
  const table = new Map(entries(row, where, refuse));
  const kind = String(table.get('kind'));
  if (!FIELD_KINDS.some((known) => known === kind))
    throw refuse(where, `has kind ${JSON.stringify(kind)}${meant(kind, FIELD_KINDS)}`);
  if (typeof table.get('doc') !== 'string')
    throw refuse(where, 'has no `doc`, one sentence that says what it is');
  if (kind !== 'trilean' && !table.has('default')) throw refuse(where, 'has no `default`');
  if (kind !== 'struct' && kind !== 'structs') return;
  for (const [field, nested] of entries(table.get('fields'), `${where}: fields`, refuse))
    checkField(nested, `${where}.${field}`, refuse);
}

function checkFunction(name: string, definition: unknown, where: string, refuse: Refuse): void {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw refuse(where, 'must be named in letters, digits and underscores');
  const table = new Map(entries(definition, where, refuse));
  const parameters: unknown = table.get('parameters');
  if (typeof table.get('call') !== 'function') throw refuse(where, 'has no function `call`');
  if (!Array.isArray(parameters) || !parameters.every((each) => typeof each === 'string'))
    throw refuse(where, 'must list the names of its `parameters`');
}

function entries(value: unknown, where: string, refuse: Refuse): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw refuse(where, 'must be an object');
  return Object.entries(value);
}

function meant(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? `; known are ${known.join(', ')}` : `; did you mean ${near}?`;
}
