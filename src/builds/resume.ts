import type { RunPlace } from '../engine/run-control.ts';
import { openRun } from '../engine/run-folder.ts';
import { findRun, newestUnfinished, type StoredRun, statusOf } from '../engine/run-store.ts';
import { notAlone } from '../post-processors/words.ts';
import { acceptChanges } from './accept-changes.ts';
import { notBegun, type Outcome } from './outcome.ts';
import { perform } from './perform.ts';
import { checkStep, placeOf } from './places.ts';
import { type Around, stateFolder, type TakeUpRequest } from './requests.ts';
import { keepTemplate } from './run-inputs.ts';
import { type TakenUp, takeUpRun } from './take-up-run.ts';
import type { Watcher } from './watcher.ts';
import { runFinished } from './words.ts';

interface ResumeRequest extends TakeUpRequest {
  /** Unset: the newest unfinished run. */
  readonly run?: string | undefined;
  /** A step, or a provisioner as `provision:2`, from which everything is done again. */
  readonly from?: string | undefined;
  /** Take a fresh machine for provisioners that have not finished. */
  readonly replace?: boolean | undefined;
}

/** Goes on with a run where it stopped. */
export async function resume(request: ResumeRequest, around: Around, watcher: Watcher): Promise<Outcome> {
  const state = stateFolder(request.stateDir, around.cwd, around);
  const found = request.run === undefined ? newestUnfinished(state) : findRun(state, request.run);
  if (statusOf(found) === 'succeeded') throw runFinished(found.id);
  return again(found, request, { around, watcher }, (taken) => {
    const from = fromOf(request, taken);
    if (request.until !== undefined) checkStep(request.until, taken.build.prepared);
    return from === undefined ? {} : { from };
  });
}

interface StepRequest extends TakeUpRequest {
  readonly run: string;
  /** A step, or a provisioner as `provision:2`. */
  readonly step: string;
}

/** Runs one step, or one provisioner, of a run again by itself; everything is kept. */
export async function step(request: StepRequest, around: Around, watcher: Watcher): Promise<Outcome> {
  const found = findRun(stateFolder(request.stateDir, around.cwd, around), request.run);
  return again(found, request, { around, watcher }, ({ build }) => {
    const only = placeOf(request.step, build);
    if (!build.prepared.steps.some(({ name }) => name === only.step)) throw notAlone(only.step);
    return { only };
  });
}

function again(
  found: StoredRun,
  request: TakeUpRequest,
  parties: { readonly around: Around; readonly watcher: Watcher },
  controlOf: (taken: TakenUp) => { readonly from?: RunPlace; readonly only?: RunPlace },
): Promise<Outcome> {
  return takeUpRun(found, request, parties, {
    wrong: ({ problems }) => notBegun(problems),
    use(taken) {
      const { build, changes } = taken;
      const control = controlOf(taken);
      acceptChanges(taken, { request, from: control.from ?? control.only, watcher: parties.watcher });
      const open = () => {
        const folder = openRun(found.path, request);
        // Only its owner may say what the run is compared with from now on.
        if (changes.length > 0) keepTemplate(found.path, build.resolved);
        return folder;
      };
      return perform({ ...taken, watcher: parties.watcher, open, control });
    },
  });
}

/** `from`, or the machine where a fresh one is wanted for provisioners that have not finished. */
function fromOf({ from, replace }: ResumeRequest, { build, run: { state } }: TakenUp): RunPlace | undefined {
  if (from !== undefined) return placeOf(from, build);
  const { machine, provisions = '' } = build.prepared;
  const provisioned = state.steps.get(provisions)?.status;
  if (replace !== true || machine === undefined) return undefined;
  return provisioned === 'done' || provisioned === 'finished' ? undefined : { step: machine };
}
