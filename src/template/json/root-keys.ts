import { nearest } from '../../errors/nearest.ts';
import { compareBytes, goKind, isList, isObject } from '../model/go-value.ts';
import type { Json, JsonObject } from '../model/template.ts';
import { advice } from '../schema/advice.ts';
import {
  expectedList,
  expectedMap,
  type Findings,
  mistype,
  noFindings,
  unconvertible,
} from '../schema/findings.ts';
import { templateInvalid, templateMistyped, templateRefused } from '../words.ts';

type Check = (value: Json, label: string, findings: Findings) => void;

interface RootKey {
  /** What Packer's messages call it. */
  readonly label: string;
  readonly check: Check;
}

const anything: Check = () => undefined;

const aString: Check = (value, label, findings) => {
  if (typeof value === 'string') return;
  mistype(findings, label, { message: unconvertible(label, 'string', value), advice: advice.string(value) });
};

const anObject: Check = (value, label, findings) => {
  if (!isObject(value)) mistype(findings, label, expectedMap(label, value));
};

function listOf(item: Check): Check {
  return (value, label, findings) => {
    if (!isList(value)) mistype(findings, label, expectedList(label, value));
    else
      for (const [index, element] of value.entries())
        if (element !== null) item(element, `${label}[${index}]`, findings);
  };
}

const stringMap: Check = (value, label, findings) => {
  anObject(value, label, findings);
  for (const [key, item] of Object.entries(isObject(value) ? value : {}))
    if (item !== null) aString(item, `${label}[${key}]`, findings);
};

const aByte: Check = (value, label, findings) => {
  if (typeof value === 'number') return;
  mistype(findings, label, { message: unconvertible(label, 'uint8', value), advice: advice.int(value) });
};

/** Root keys as Packer decodes them: strictly typed, and known by any case. `rawcontents` is an accident of Packer's. */
const rootKeys = {
  min_packer_version: { label: 'min_packer_version', check: aString },
  description: { label: 'Description', check: aString },
  builders: { label: 'builders', check: listOf(anything) },
  comments: { label: 'Comments', check: listOf(stringMap) },
  push: { label: 'Push', check: anObject },
  'post-processors': { label: 'post-processors', check: listOf(anything) },
  provisioners: { label: 'Provisioners', check: listOf(anything) },
  'error-cleanup-provisioner': { label: 'error-cleanup-provisioner', check: anything },
  variables: { label: 'Variables', check: anObject },
  'sensitive-variables': { label: 'sensitive-variables', check: listOf(aString) },
  rawcontents: { label: 'RawContents', check: listOf(aByte) },
} as const satisfies Readonly<Record<string, RootKey>>;

export type RootName = keyof typeof rootKeys;

/** The values of the known root keys, and the root comments (`_...`). */
export interface Root {
  readonly values: ReadonlyMap<RootName, Json>;
  readonly comments: readonly (readonly [string, string])[];
}

/** Checks types and names of the root keys. `null` is the same as an absent key. */
export function readRoot(raw: Json): Root {
  if (raw === null) return { values: new Map(), comments: [] };
  if (!isObject(raw)) throw templateRefused(`'' expected a map, got '${goKind(raw)}'`);
  const values = new Map<RootName, Json>();
  const taken = new Set<string>();
  for (const name of rootNames) {
    const { label } = rootKeys[name];
    const key = Object.hasOwn(raw, label)
      ? label
      : Object.keys(raw).find((other) => other.toLowerCase() === name);
    if (key === undefined) continue;
    taken.add(key);
    if (raw[key] !== null && raw[key] !== undefined) values.set(name, raw[key]);
  }
  const findings = noFindings();
  for (const [name, value] of values) rootKeys[name].check(value, rootKeys[name].label, findings);
  if (findings.mistyped.length > 0) throw templateMistyped(findings.mistyped);
  const rest = Object.keys(raw).filter((key) => !taken.has(key));
  return { values, comments: readComments(raw, rest.sort(compareBytes)) };
}

/** All root keys. */
export const rootNames: readonly RootName[] = Object.keys(rootKeys).filter((name): name is RootName =>
  Object.hasOwn(rootKeys, name),
);

function readComments(raw: JsonObject, keys: readonly string[]): readonly (readonly [string, string])[] {
  const comments: (readonly [string, string])[] = [];
  const unknown = keys.filter((key) => !key.startsWith('_'));
  for (const key of keys.filter((name) => name.startsWith('_'))) {
    const text = raw[key];
    if (typeof text !== 'string') {
      const message = `Failed to cast root level comment value in comment "${key}" to string.`;
      const write = advice.string(text ?? null);
      throw templateRefused(message, { mistakes: [{ message, advice: write, spot: { path: [key] } }] });
    }
    comments.push([key, text]);
  }
  if (unknown.length > 0) throw unknownKeys(unknown);
  return comments;
}

function unknownKeys(keys: readonly string[]): Error {
  const mistakes = keys.map((key) => {
    const near = nearest(key, rootNames);
    const advice =
      near === undefined ? 'take it out, or begin its name with _ for a comment' : `write "${near}"`;
    const spot = { path: [key], part: 'key' as const };
    return { message: `Unknown root level key in template: '${key}'`, advice, spot, near };
  });
  const { near } = mistakes.find((mistake) => mistake.near !== undefined) ?? {};
  return templateInvalid(
    mistakes.map(({ message }) => message),
    {
      mistakes: mistakes.map(({ near: _, ...mistake }) => mistake),
      ...(near && { hint: `Did you mean "${near}"?` }),
    },
  );
}
