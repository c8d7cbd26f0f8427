import { type Component, type ComponentKind, components } from '../../../src/builds/catalog.ts';
import type { Fields } from '../../../src/template/schema/field.ts';
import type { Marks } from './marks.ts';
import surface from './packer-surface.json' with { type: 'json' };
import type { Row, State } from './row.ts';

type Found = readonly [state: State, remark: string] | undefined;
type Keys = Readonly<Record<string, readonly string[] | null>>;

const THEIRS: Readonly<Record<ComponentKind, Keys>> = surface.components;
const KINDS: readonly ComponentKind[] = ['builder', 'provisioner', 'post-processor'];

const all = await components();

/** Every component of Packer 1.6.6, and those that are not Packer's. */
export function componentRows(marks: Marks): readonly Row[] {
  return KINDS.flatMap((kind) => {
    const own = all.filter((component) => component.kind === kind);
    const theirs = Object.keys(THEIRS[kind]);
    const names = [...new Set([...theirs, ...own.map(({ type }) => type)])];
    return names.map((type) => {
      const component = own.find((one) => one.type === type);
      const row = marks.row(`${kind} ${type}`, type, state(component, theirs.includes(type)));
      return { ...row, name: `${kind} ${row.name}` };
    });
  });
}

/** One that is missing here is refused by its name: the program knows that Packer has it. */
function state(component: Component | undefined, theirs: boolean): Found {
  if (component === undefined) return ['refused', 'not part of this program'];
  if (component.fields === undefined) return ['checked only', 'known by name; a build with it is refused'];
  return [theirs ? 'supported' : 'ours', ''];
}

/** The settings of each component whose settings are known. */
export function settingSections(
  marks: Marks,
): readonly { readonly title: string; readonly rows: readonly Row[] }[] {
  return all.flatMap(({ kind, type, fields }) => {
    if (fields === undefined) return [];
    const theirs = THEIRS[kind][type] ?? [];
    const names = [...new Set([...theirs, ...Object.keys(fields)])].sort();
    const rows = names.map((name) =>
      marks.row(`key ${kind} ${type} ${name}`, name, setting(name, fields, theirs)),
    );
    return [{ title: `${kind} \`${type}\``, rows }];
  });
}

function setting(name: string, fields: Fields, theirs: readonly string[]): Found {
  if (fields[name] === undefined) return undefined;
  return [theirs.includes(name) ? 'supported' : 'ours', ''];
}
