import type { Field } from './field.ts';

/** How HCL writes a setting: `name = value`, `name = { ... }`, `name { ... }`, or the last as often as wanted. */
export type HclShape = 'attribute' | 'map' | 'block' | 'blocks';

/** The shape follows from the kind, as in the specifications of Packer's plug-ins. */
export function hclShape(row: Pick<Field<unknown>, 'kind'> | undefined): HclShape {
  if (row?.kind === 'struct') return 'block';
  if (row?.kind === 'structs') return 'blocks';
  return row?.kind === 'string-map' || row?.kind === 'json' ? 'map' : 'attribute';
}
