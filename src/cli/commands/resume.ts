import { checkStep, placeOf, runsAgain } from '../../builds/places.ts';
import { keepTemplate } from '../../builds/run-inputs.ts';
import { runChanged, runFinished } from '../../builds/words.ts';
import type { Place } from '../../engine/run-control.ts';
import { openRun } from '../../engine/run-folder.ts';
import { findRun, newestUnfinished, statusOf } from '../../engine/run-store.ts';
import type { Call, Run } from '../command.ts';
import { perform } from '../perform.ts';
import { stateFolder } from '../run-options.ts';
import { type TakenUp, takeUpRun } from '../take-up-run.ts';

/** Goes on with a run where it stopped. */
export const run: Run = async (call) => {
  const [id] = call.operands;
  const state = stateFolder(call, call.terminal.cwd);
  const found = id === undefined ? newestUnfinished(state) : findRun(state, id);
  if (statusOf(found) === 'succeeded') throw runFinished(found.id);
  return takeUpRun(call, found, (taken) => resume(call, taken));
};

async function resume(call: Call, taken: TakenUp): Promise<number> {
  const { run: found, build, settings } = taken;
  const from = fromOf(call, taken);
  if (settings.until !== undefined) checkStep(settings.until, build.prepared);
  acceptChanges(call, taken, from);
  const open = () => {
    const folder = openRun(found.path);
    // Only its owner may say what the run is compared with from now on.
    if (taken.changes.length > 0) keepTemplate(found.path, build.resolved);
    return folder;
  };
  const control = from === undefined ? {} : { from };
  return (await perform({ call, ...taken, open, control })) ? 0 : 1;
}

/** `--from`, or the machine where a fresh one is wanted for provisioners that have not finished. */
function fromOf({ flags }: Call, { build, run: { state } }: TakenUp): Place | undefined {
  const named = flags.text('from');
  if (named !== undefined) return placeOf(named, build);
  const { machine, provisions = '' } = build.prepared;
  const provisioned = state.steps.get(provisions)?.status;
  const replace = flags.text('resume-provision') === 'replace' && machine !== undefined;
  if (!replace || provisioned === 'done' || provisioned === 'finished') return undefined;
  return { step: machine };
}

/** Throws `run-changed` unless the changes are accepted, or touch only provisioners that are asked to run again. */
export function acceptChanges(
  { flags }: Call,
  { run: found, changes, build, ui }: TakenUp,
  from: Place | undefined,
): void {
  const open = changes.filter(
    ({ provisioner }) => provisioner === undefined || !runsAgain(provisioner, from, build),
  );
  if (open.length > 0 && !flags.on('accept-changes'))
    throw runChanged(
      found.id,
      open.map(({ text }) => text),
    );
  if (changes.length > 0)
    ui.say(['Changes since the run began:', ...changes.map(({ text }) => text)].join('\n'));
}
