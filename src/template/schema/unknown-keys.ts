import { nearest } from '../../errors/nearest.ts';
import { configUnknown, deprecatedKey } from '../../errors/word/template.ts';
import { compareBytes } from '../go-value.ts';
import { goQuote } from '../interpolation/go-quote.ts';
import type { DecodeOptions } from './decode.ts';
import type { Fields } from './field.ts';

/** Keys that Packer once knew, in any component. */
const RETIRED = [
  'iso_md5',
  'ssh_key_path',
  'ssh_disable_agent',
  'ssh_host_port_min',
  'ssh_host_port_max',
  'ssh_skip_nat_mapping',
  'ssh_wait_timeout',
  'iso_checksum_url',
  'iso_checksum_type',
];

/** Refuses all keys that no field has, with a guess at what was meant; `type` and `packer_...` pass. */
export function refuseUnknown(
  unknown: readonly string[],
  fields: Fields,
  { deprecated = [], retired = true }: Pick<DecodeOptions, 'deprecated' | 'retired'> = {},
): void {
  const keys = [...new Set(unknown)]
    .filter((key) => key !== 'type' && !key.startsWith('packer_'))
    .sort(compareBytes);
  if (keys.length === 0) return;
  const old = new Set([...(retired ? RETIRED : []), ...deprecated]);
  const messages = keys.map((key) => {
    return old.has(key) ? deprecatedKey(key) : `unknown configuration key: '${goQuote(key)}'`;
  });
  const hint = keys.map((key) => suggest(key, fields)).find((text) => text !== undefined);
  const data = { keys, path: pathOf(keys[0] ?? '') };
  throw configUnknown(messages, hint === undefined ? { data } : { hint, data });
}

function suggest(path: string, fields: Fields): string | undefined {
  const steps = path.split('.');
  const table = steps
    .slice(0, -1)
    .reduce<Fields>((rows, step) => rows[step.replace(/\[.*/, '')]?.fields ?? {}, fields);
  const near = nearest(steps.at(-1) ?? '', Object.keys(table));
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

/** `image_disk_mappings[0].zz` as steps into the component's settings. */
function pathOf(text: string): readonly (string | number)[] {
  return text
    .split('.')
    .flatMap((step) => step.split('['))
    .map((step) => (/^\d+\]$/.test(step) ? Number.parseInt(step, 10) : step));
}
