import { goKind, isList, isObject } from '../model/go-value.ts';
import type { Json, JsonObject, TemplateProvisioner } from '../model/template.ts';
import { advice } from '../schema/advice.ts';
import { expectedMap, type Findings, mistype, noFindings } from '../schema/findings.ts';
import { weakDuration } from '../schema/weak-duration.ts';
import { weakString } from '../schema/weak-string.ts';
import { collect, type Read, refusal, type Findings as Structure } from './collect.ts';
import { metaValue, mistypedMeta, TYPE_MISSING, withoutMeta } from './meta-keys.ts';

/** Keys of the template that are no settings of the component. */
export const provisionerKeys: readonly string[] = [
  'except',
  'max_retries',
  'only',
  'override',
  'pause_before',
  'timeout',
  'type',
];

/** Reads `provisioners`, in order. */
export function readProvisioners(list: readonly Json[], findings: Structure): readonly TemplateProvisioner[] {
  return collect(list, readProvisioner, (refused, index) => {
    findings.add(`provisioner ${index + 1}: `, refused, ['provisioners', index]);
  });
}

/** Reads `error-cleanup-provisioner`; what it says about builders is ignored later. */
export function readCleanupProvisioner(item: Json, findings: Structure): TemplateProvisioner | undefined {
  const read = readProvisioner(item);
  if ('value' in read) return read.value;
  findings.add('On Error Cleanup Provisioner error: ', read, ['error-cleanup-provisioner']);
  return undefined;
}

function readProvisioner(item: Json): Read<TemplateProvisioner> {
  const raw = item ?? {};
  if (!isObject(raw))
    return refusal(
      `Error decoding provisioner: '' expected a map, got '${goKind(raw)}'`,
      [],
      advice.object(),
    );
  const findings = noFindings();
  const provisioner = decodeMeta(raw, findings);
  const mistyped = mistypedMeta(findings, 'Error decoding provisioner: ');
  if (mistyped !== undefined) return mistyped;
  if (provisioner.type === '') return refusal("Provisioner missing 'type'", [], TYPE_MISSING);
  return { value: Object.freeze({ ...provisioner, config: withoutMeta(raw, provisionerKeys) }) };
}

function decodeMeta(raw: JsonObject, findings: Findings): Omit<TemplateProvisioner, 'config'> {
  const text = (key: string, label: string): string => {
    const value = metaValue(raw, key);
    return value === undefined ? '' : (weakString(value, label, findings) ?? '');
  };
  const milliseconds = (key: string): number => {
    const value = metaValue(raw, key);
    return value === undefined ? 0 : (weakDuration(value, key, findings) ?? 0);
  };
  return {
    type: text('type', 'Type'),
    only: readNames(metaValue(raw, 'only'), 'Only', findings),
    except: readNames(metaValue(raw, 'except'), 'Except', findings),
    override: readOverride(metaValue(raw, 'override'), findings),
    pauseBefore: milliseconds('pause_before'),
    timeout: milliseconds('timeout'),
    maxRetries: text('max_retries', 'max_retries'),
  };
}

/** A single name becomes a list of one; it is not split at commas, unlike the settings of components. */
function readNames(value: Json | undefined, label: string, findings: Findings): readonly string[] {
  if (value === undefined || (isObject(value) && Object.keys(value).length === 0)) return [];
  const items = isList(value) ? value : [value];
  return Object.freeze(
    items.map((item, index) =>
      item === null ? '' : (weakString(item, `${label}[${index}]`, findings) ?? ''),
    ),
  );
}

/**
 * An object of settings by builder, or a list of such objects, read up to the first that is none. What is no settings at
 * all is told by the provisioner that gets it.
 */
function readOverride(
  value: Json | undefined,
  findings: Findings,
  path = 'Override',
): ReadonlyMap<string, Json> {
  if (value === undefined || value === null) return new Map();
  if (isObject(value)) return new Map(Object.entries(value));
  if (!isList(value)) {
    mistype(findings, path, expectedMap(path, value));
    return new Map();
  }
  const found = findings.mistyped.length;
  const parts = value.map((part, index) => {
    if (findings.mistyped.length > found) return [];
    return [...readOverride(part, findings, `${path}[${index}]`)];
  });
  return new Map(parts.flat());
}
