import type { BuildError } from '../../errors/build-error.ts';
import { nearest } from '../../errors/nearest.ts';
import { goQuote } from '../go/go-quote.ts';
import { compareBytes } from '../model/go-value.ts';
import { configUnknown, deprecatedKey } from '../words.ts';
import type { Fields } from './field.ts';
import { type Findings, stepsOf } from './findings.ts';

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

/** The error about all keys that no field has, with a guess at what was meant; `type` and `packer_...` pass. */
export function unknownKeys(
  found: Findings['unknown'],
  fields: Fields,
  known: { readonly deprecated?: readonly string[]; readonly retired?: false } = {},
): BuildError | undefined {
  const unknown = [...new Map(found.map((one) => [one.path, one])).values()]
    .filter(({ path }) => path !== 'type' && !path.startsWith('packer_'))
    .sort((one, other) => compareBytes(one.path, other.path));
  if (unknown.length === 0) return undefined;
  const old = new Set([...((known.retired ?? true) ? retired : []), ...(known.deprecated ?? [])]);
  const mistakes = unknown.map(({ path, layer }) => {
    const message = old.has(path) ? deprecatedKey(path) : `unknown configuration key: '${goQuote(path)}'`;
    const near = old.has(path) ? undefined : meantBy(path, fields);
    const advice = old.has(path) ? FIX : near === undefined ? 'take it out' : `write "${near}"`;
    return { message, advice, spot: { path: stepsOf(path), part: 'key' as const, layer } };
  });
  const hint = unknown
    .map(({ path }) => (old.has(path) ? FIX : suggestion(meantBy(path, fields))))
    .find((text) => text !== undefined);
  const keys = unknown.map(({ path }) => path);
  return configUnknown(mistakes, { data: { keys }, ...(hint !== undefined && { hint }) });
}

const FIX = 'Put it right with: ecs-imagebuild fix TEMPLATE';

/** Keys that stand beside the settings of one component or another. */
const AROUND = ['except', 'keep_input_artifact', 'max_retries', 'name', 'only', 'override', 'pause_before'];

function meantBy(path: string, fields: Fields): string | undefined {
  const steps = path.split('.');
  const table = steps
    .slice(0, -1)
    .reduce<Fields>((rows, step) => rows[step.replace(/\[.*/, '')]?.fields ?? {}, fields);
  const last = steps.at(-1) ?? '';
  return nearest(last, Object.keys(table)) ?? (steps.length === 1 ? nearest(last, AROUND) : undefined);
}

function suggestion(near: string | undefined): string | undefined {
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}
