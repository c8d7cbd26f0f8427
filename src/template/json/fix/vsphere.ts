import { goKind, isList } from '../../model/go-value.ts';
import type { Json, JsonObject } from '../../model/template.ts';
import { all, without } from './changes.ts';
import type { Change, Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';
import { fixRefused } from './words.ts';

export const vsphereIso: Fixer = {
  name: 'vsphere-iso-net-disk',
  synopsis: 'Removes deprecated network and disk fields from "vsphere-iso" builder',
  fix: inBuilders(
    /^vsphere-iso$/,
    all(
      gather('network_adapters', [
        ['network', 'network'],
        ['networkCard', 'network_card'],
        ['network_card', 'network_card'],
      ]),
      gather('storage', [
        ['disk_size', 'disk_size'],
        ['disk_thin_provisioned', 'disk_thin_provisioned'],
        ['disk_eagerly_scrub', 'disk_eagerly_scrub'],
      ]),
    ),
  ),
};

/** Makes the first item of a list of what stood beside it; of two old keys for one new key the later counts. */
function gather(list: string, moves: readonly (readonly [from: string, to: string])[]): Change {
  return (builder) => {
    const found = moves.filter(([from]) => Object.hasOwn(builder, from));
    if (found.length === 0) return builder;
    const item: JsonObject = Object.fromEntries(found.map(([from, to]) => [to, builder[from] ?? null]));
    const rest = without(builder, ...found.map(([from]) => from));
    return { ...rest, [list]: [item, ...itemsOf(builder[list], list)] };
  };
}

function itemsOf(value: Json | undefined, key: string): readonly Json[] {
  if (value === undefined) return [];
  if (isList(value)) return value;
  throw fixRefused(`'${key}' of a vsphere-iso builder: expected a list, got ${goKind(value)}`);
}
