import { readFileSync } from 'node:fs';
import { isBuildError } from '../errors/build-error.ts';
import { latencyInvalid } from './latency-words.ts';

interface LatencyRow {
  /** Milliseconds in the profiles. */
  readonly fast: number;
  readonly realistic: number;
  readonly doc: string;
}

/**
 * Every duration of the emulated cloud in milliseconds. The realistic ones are estimates for small Linux instances
 * with 20 GiB disks; a first snapshot of a large disk takes many minutes on the real service.
 */
export const latencyTable = {
  apiCall: { fast: 2, realistic: 150, doc: 'answer of one API call' },
  vpc: { fast: 60, realistic: 3_000, doc: 'VPC: Pending to Available' },
  vSwitch: { fast: 60, realistic: 3_000, doc: 'vSwitch: Pending to Available' },
  instancePending: { fast: 80, realistic: 6_000, doc: 'instance: Pending to Starting or Stopped' },
  instanceStarting: { fast: 120, realistic: 12_000, doc: 'instance: Starting to Running' },
  sshReady: { fast: 60, realistic: 15_000, doc: 'guest: Running to its first answer on port 22, or 5985' },
  instanceStopping: { fast: 100, realistic: 12_000, doc: 'instance: Stopping to Stopped' },
  instanceDelete: { fast: 40, realistic: 3_000, doc: 'instance: DeleteInstance to gone' },
  instanceFreed: {
    fast: 1,
    realistic: 2_000,
    doc: 'instance: gone to letting go of vSwitch and security group',
  },
  vSwitchDelete: {
    fast: 1,
    realistic: 1_500,
    doc: 'vSwitch: DeleteVSwitch to gone; no other of its VPC goes meanwhile',
  },
  vpcDelete: { fast: 1, realistic: 1_000, doc: 'VPC: DeleteVpc to gone' },
  eipAssociate: { fast: 60, realistic: 4_000, doc: 'EIP: Associating to InUse' },
  eipUnassociate: { fast: 60, realistic: 4_000, doc: 'EIP: Unassociating to Available' },
  eipRelease: { fast: 10, realistic: 500, doc: 'EIP: Releasing to gone' },
  snapshot: { fast: 200, realistic: 50_000, doc: 'snapshot of a disk: progressing to accomplished' },
  image: { fast: 60, realistic: 10_000, doc: 'image: Creating to Available once its snapshots are there' },
  imageImport: { fast: 300, realistic: 300_000, doc: 'import of an image: Creating to Available' },
  imageCopy: { fast: 300, realistic: 300_000, doc: 'copy of an image: Creating to Available' },
} as const satisfies Record<string, LatencyRow>;

export type LatencyName = keyof typeof latencyTable;
type LatencyProfile = 'instant' | 'fast' | 'realistic' | 'harsh';
/** Durations in milliseconds. */
export type Latency = Readonly<Record<LatencyName, number>>;

const names = Object.keys(latencyTable).filter(isLatencyName);
const profiles: readonly string[] = ['instant', 'fast', 'realistic', 'harsh'];

/** As fast as `fast` but for removals, which others wait for. */
const slowRemovals: Partial<Record<LatencyName, number>> = {
  instanceDelete: 120,
  instanceFreed: 150,
  vSwitchDelete: 100,
  vpcDelete: 60,
  eipRelease: 80,
};

/** The durations of a profile. */
export function latencyProfile(profile: LatencyProfile): Latency {
  if (profile === 'harsh') return mapLatency((name) => slowRemovals[name] ?? latencyTable[name].fast);
  return mapLatency((name) => (profile === 'instant' ? 0 : latencyTable[name][profile]));
}

/** How much faster than the real cloud: clients are told it, so that they look that much more often. */
export function paceOf({ instanceStarting }: Latency): number {
  return Math.min(1, Math.max(FASTEST, instanceStarting / latencyTable.instanceStarting.realistic));
}

/** Even an instant cloud takes some milliseconds to answer. */
const FASTEST = 0.01;

/**
 * Reads what a user writes: `fast`, `realistic*0.1`, an object such as
 * `{"extends": "realistic", "scale": 0.1, "snapshot": 30000}`, the same as JSON text, or the path of a JSON file with it.
 * Single durations are in milliseconds and are not scaled. Throws BuildError `emulator-invalid`.
 */
export function readLatency(given: unknown): Latency {
  if (typeof given === 'string') return readText(given.trim());
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return readObject(given);
  throw latencyInvalid(`it is ${JSON.stringify(given)}, neither a text nor an object`);
}

function readText(text: string): Latency {
  if (text.startsWith('{')) return readJson(text, 'the JSON');
  if (text.endsWith('.json')) return readJson(fileText(text), text);
  const [profile = '', factor, ...rest] = text.split('*');
  if (rest.length > 0) throw latencyInvalid(`${JSON.stringify(text)} has more than one factor`);
  return scaled(profileNamed(profile.trim()), factor === undefined ? 1 : scaleOf(factor.trim()));
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw latencyInvalid(`the file ${path} cannot be read`, cause);
  }
}

function readJson(text: string, origin: string): Latency {
  try {
    return readLatency(JSON.parse(text));
  } catch (cause) {
    if (isBuildError(cause)) throw cause;
    throw latencyInvalid(`${origin} is not valid JSON`, cause);
  }
}

function readObject(given: object): Latency {
  const { extends: base = 'instant', scale = 1, ...single } = Object.fromEntries(Object.entries(given));
  if (typeof base !== 'string') throw latencyInvalid('"extends" must be the name of a profile');
  const latency = { ...scaled(readText(base), scaleOf(scale)) };
  for (const [name, value] of Object.entries(single)) {
    if (!isLatencyName(name)) throw latencyInvalid(`there is no duration "${name}"`, undefined, names);
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw latencyInvalid(`"${name}" must be a number of milliseconds, not ${JSON.stringify(value)}`);
    }
    latency[name] = value;
  }
  return latency;
}

function scaleOf(given: unknown): number {
  const factor = typeof given === 'string' && given !== '' ? Number(given) : given;
  if (typeof factor === 'number' && Number.isFinite(factor) && factor >= 0) return factor;
  throw latencyInvalid(`the factor must be a number from 0 on, not ${JSON.stringify(given)}`);
}

function profileNamed(name: string): Latency {
  if (name === 'instant' || name === 'fast' || name === 'realistic' || name === 'harsh')
    return latencyProfile(name);
  throw latencyInvalid(`there is no profile "${name}"`, undefined, profiles);
}

function scaled(latency: Latency, factor: number): Latency {
  return mapLatency((name) => Math.round(latency[name] * factor));
}

function mapLatency(duration: (name: LatencyName) => number): Latency {
  return Object.fromEntries(names.map((name) => [name, duration(name)])) as Latency;
}

function isLatencyName(name: string): name is LatencyName {
  return Object.hasOwn(latencyTable, name);
}
