import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Expectation, FAST_MOTION } from './pauses.ts';

/** A wait that has come to its end, in milliseconds since its beginning. */
interface Observation {
  /** The last look at which the thing was not there; 0: the first look found it. */
  readonly after: number;
  /** The look that found it. */
  readonly by: number;
  /** How fast the cloud goes: of one that goes at another pace nothing is known. */
  readonly pace: number;
}

/** How long each kind of wait has taken lately, so that looks are made when a thing is due. */
export interface Durations {
  of(kind: string, pace: number): Expectation | undefined;
  saw(kind: string, observation: Observation): void;
  /** A look at once at something just asked for was in vain: this cloud takes its time. */
  slow(): void;
  /** Whether no look at once was in vain so far. */
  readonly quick: boolean;
  /** Keeps what was learnt; a failure costs a few more looks the next time and nothing else. */
  save(): void;
}

interface Learned {
  readonly expect: number;
  readonly spread: number;
}

type Learnt = Readonly<Record<string, Learned>>;

/** Durations that a file keeps from one run to the next; without one they are forgotten. */
export function openDurations(file = ''): Durations {
  const known = new Map(Object.entries(file === '' ? {} : read(file)));
  const learnt = new Map<string, Learned>();
  let quick = true;
  return {
    get quick() {
      return quick;
    },
    slow() {
      quick = false;
    },
    of: (kind, pace) => known.get(keyOf(kind, pace)),
    saw(kind, { after, by, pace }) {
      if (pace <= FAST_MOTION) return;
      const key = keyOf(kind, pace);
      const now = after > 0 ? { low: after / pace, high: by / pace } : { low: undefined, high: by / pace };
      learnt.set(key, learn(known.get(key), now));
    },
    save() {
      if (learnt.size === 0 || file === '') return;
      try {
        const text = JSON.stringify({ ...read(file), ...Object.fromEntries(learnt) }, undefined, 2);
        writeFileSync(`${file}.${process.pid}`, `${text}\n`);
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        // The folder may be read-only or full: the build is what counts.
      }
    },
  };
}

/** Nothing comes nearer than this, in milliseconds. */
const LEAST_SPREAD = 50;

function learn(
  old: Learned | undefined,
  { low, high }: { readonly low: number | undefined; readonly high: number },
): Learned {
  if (old === undefined) return rounded(high, (high - (low ?? 0)) / 2);
  // Found at the first look: it may have been there for a while, so the next look is a little earlier.
  if (low === undefined) return rounded(Math.min(old.expect, high) - old.spread / 2, old.spread / 2);
  return rounded((old.expect + high) / 2, (old.spread + Math.abs(high - old.expect)) / 2);
}

function rounded(expect: number, spread: number): Learned {
  return { expect: Math.max(0, Math.round(expect)), spread: Math.max(LEAST_SPREAD, Math.round(spread)) };
}

function keyOf(kind: string, pace: number): string {
  return pace === 1 ? kind : `${kind} at ${Number(pace.toPrecision(2))} of the time`;
}

/** What is not there, or not readable as such, was never learnt. */
function read(file: string): Learnt {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
    return Object.fromEntries(Object.entries(value).filter(([, row]) => isLearnt(row)));
  } catch {
    return {};
  }
}

function isLearnt(row: unknown): row is Learned {
  if (typeof row !== 'object' || row === null || !('expect' in row) || !('spread' in row)) return false;
  const usable = (value: unknown) => typeof value === 'number' && value >= 0 && value < 86_400_000;
  return usable(row.expect) && usable(row.spread);
}
