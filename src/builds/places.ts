import type { PreparedBuilder } from '../builders/builder.ts';
import type { RunPlace } from '../engine/run-control.ts';
import { withDependents } from '../engine/take-up.ts';
import { nearest } from '../errors/nearest.ts';
import { stepOf } from '../post-processors/chain.ts';
import type { LoadedBuild } from './load-builds.ts';
import { stepUnknown } from './words.ts';

/** Throws `usage` unless the builder has a step of this name. */
export function checkStep(
  name: string,
  { steps }: { readonly steps: readonly Pick<PreparedBuilder['steps'][number], 'name'>[] },
): void {
  const names = steps.map((step) => step.name);
  if (!names.includes(name)) throw stepUnknown(name, names, nearest(name, names));
}

/** A place in a build by its name: a step, `post-process:1.2`, or a provisioner by number or type, such as `provision:2`. */
export function placeOf(name: string, { prepared, provisioners, chains }: LoadedBuild): RunPlace {
  const { provisions } = prepared;
  const postProcessors = chains.flat().map(stepOf);
  if (postProcessors.includes(name)) return { step: name };
  const [, one] = /^provision(?:ed|er)?:(.+)$/.exec(name) ?? [];
  if (one === undefined || provisions === undefined) {
    checkStep(name, { steps: [...prepared.steps, ...postProcessors.map((step) => ({ name: step }))] });
    return { step: name };
  }
  const part = /^\d+$/.test(one) ? Number(one) : provisioners.indexOf(one) + 1;
  if (part < 1 || part > provisioners.length) {
    const known = provisioners.map((type, index) => `provision:${index + 1} (${type})`);
    throw stepUnknown(name, known, undefined);
  }
  return { step: provisions, part };
}

/** Whether a go at the run from `from` runs the provisioner at this place again. */
export function runsAgain(
  provisioner: number,
  from: RunPlace | undefined,
  { prepared }: LoadedBuild,
): boolean {
  if (from === undefined || prepared.provisions === undefined) return false;
  if (from.step === prepared.provisions) return provisioner >= (from.part ?? 1);
  return withDependents(prepared.steps, from.step).includes(prepared.provisions);
}
