import { nearest } from '../../errors/nearest.ts';
import { goQuote } from '../go/go-quote.ts';
import { compareBytes } from '../model/go-value.ts';
import { configUnknown, deprecatedKey } from '../words.ts';
import type { Fields } from './field.ts';

/** Keys that Packer once knew, in almost any component. */
const retired = [
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
  known: { readonly deprecated?: readonly string[]; readonly retired?: false } = {},
): void {
  const keys = [...new Set(unknown)]
    .filter((key) => key !== 'type' && !key.startsWith('packer_'))
    .sort(compareBytes);
  if (keys.length === 0) return;
  const old = new Set([...((known.retired ?? true) ? retired : []), ...(known.deprecated ?? [])]);
  const messages = keys.map((key) => {
    return old.has(key) ? deprecatedKey(key) : `unknown configuration key: '${goQuote(key)}'`;
  });
  const hint = keys
    .map((key) => (old.has(key) ? FIX : suggest(key, fields)))
    .find((text) => text !== undefined);
  const data = { keys, path: pathOf(keys[0] ?? '') };
  throw configUnknown(messages, hint === undefined ? { data } : { hint, data });
}

const FIX = 'Put it right with: ecs-imagebuild fix TEMPLATE';

/** Keys that stand beside the settings of one component or another. */
const AROUND = ['except', 'keep_input_artifact', 'max_retries', 'name', 'only', 'override', 'pause_before'];

function suggest(path: string, fields: Fields): string | undefined {
  const steps = path.split('.');
  const table = steps
    .slice(0, -1)
    .reduce<Fields>((rows, step) => rows[step.replace(/\[.*/, '')]?.fields ?? {}, fields);
  const last = steps.at(-1) ?? '';
  const near = nearest(last, Object.keys(table)) ?? (steps.length === 1 ? nearest(last, AROUND) : undefined);
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

/** `image_disk_mappings[0].zz` as steps into the component's settings. */
function pathOf(text: string): readonly (string | number)[] {
  return text
    .split('.')
    .flatMap((step) => step.split('['))
    .map((step) => (/^\d+\]$/.test(step) ? Number.parseInt(step, 10) : step));
}
