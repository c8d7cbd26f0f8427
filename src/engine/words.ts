import { BuildError } from '../errors/build-error.ts';
import { reason } from '../wire/reason.ts';

/** Texts of the engine: journal, waits, cancellation. */
export const cancelled = (): BuildError => new BuildError('cancelled', 'The build was cancelled.');

export const givenIsMissing = (noun: string, id: string): BuildError =>
  new BuildError('cloud-missing', `The specified ${noun} ${id} does not exist.`, {
    hint: 'Check the id and the region; leave the setting out to have one made for this build.',
    data: { id },
  });

export const journalUnreadable = (file: string, line: number, why: string): BuildError =>
  new BuildError('journal-unreadable', `Reading the journal ${file}: line ${line} ${why}.`, {
    hint: 'Restore the file from a backup, or remove what the run made by its tag and delete the folder.',
    data: { file, line },
  });

export const journalTooNew = (file: string, found: number, known: number): BuildError =>
  new BuildError(
    'journal-unreadable',
    `Reading the journal ${file}: it has version ${found}, this program knows version ${known}.`,
    { hint: 'Use the newer release of ecs-imagebuild that wrote it.', data: { file, found, known } },
  );

export const journalUnwritable = (file: string, cause: unknown): BuildError =>
  new BuildError('journal-unwritable', `Writing the journal ${file}: ${reason(cause)}.`, {
    hint: 'Nothing is done in the cloud without a journal. Make room or choose another folder with --state-dir.',
    cause,
    data: { file },
  });

/** As an event's text: cleaning up goes on without a journal. */
export const journalLost = {
  type: 'note',
  level: 'error',
  text: 'The journal can no longer be written: what is done from here on, no later `resume` or `cleanup` will know of.',
} as const;

export const waitedTooLong = (what: string, within: number, last: string): BuildError =>
  new BuildError('wait-timeout', `Waiting for ${what}: not after ${seconds(within)}; last seen: ${last}.`, {
    data: { what, milliseconds: within },
  });

/** Time has run out for something that goes on in the cloud. */
export const keptForLater = (error: BuildError, runId: string): BuildError =>
  new BuildError(error.code, error.message, {
    hint: `It goes on in the cloud, so everything is kept. Wait for it again: ecs-imagebuild resume ${runId}. Or give it up: ecs-imagebuild cleanup ${runId}`,
    cause: error.cause,
    data: error.data,
  });

export const waitedInVain = (what: string, state: string): BuildError =>
  new BuildError('wait-dead', `Waiting for ${what}: ${state}.`, { data: { what } });

export const runLocked = (folder: string, pid: number): BuildError =>
  new BuildError('run-locked', `The run in ${folder} belongs to the running process ${pid}.`, {
    hint: 'Wait for it to end, or end it.',
    data: { folder, pid },
  });

export const runLockedElsewhere = (
  folder: string,
  { pid, host = 'another machine' }: { readonly pid: number; readonly host?: string },
): BuildError =>
  new BuildError(
    'run-locked',
    `The run in ${folder} belongs to process ${pid} on ${host}, or in another container: from here nobody can see whether it lives.`,
    {
      hint: 'Go on with it there. If that process is gone for certain, take the run over with --take-over.',
      data: { folder, pid, host },
    },
  );

export const factMissing = (step: string, need: string): BuildError =>
  new BuildError(
    'usage',
    need === ''
      ? `Step ${step} is none of this build.`
      : `Step ${step} cannot be run by itself: it needs what step ${need} gives, which is not done.`,
    { hint: 'Let the run get there with `ecs-imagebuild resume RUN --until STEP`, then try again.' },
  );

export const undoIncomplete = (): BuildError =>
  new BuildError('cloud-unavailable', 'What is to be made again could not be removed first.', {
    hint: 'See above what stands in the way; then resume the run again, or clean it up.',
  });

export const runUnknown = (id: string, state: string): BuildError =>
  new BuildError('run-unknown', `There is no run ${id} in ${state}.`, {
    hint: 'List the runs with `ecs-imagebuild runs`; name another folder with --state-dir.',
  });

export const noneUnfinished = (state: string): BuildError =>
  new BuildError('run-unknown', `No run in ${state} is unfinished.`, {
    hint: 'List the runs with `ecs-imagebuild runs`; name another folder with --state-dir.',
  });

export const runEmpty = (id: string): BuildError =>
  new BuildError('run-unknown', `Run ${id} ended before it had begun: its journal is empty.`, {
    hint: 'It holds nothing. Start the build anew with `ecs-imagebuild run`.',
  });

export const runFileUnreadable = (file: string, why: string): BuildError =>
  new BuildError('journal-unreadable', `Reading ${file}: ${why}.`, {
    hint: 'Restore the file from a backup, or remove what the run made with `ecs-imagebuild cleanup --orphans`.',
  });

function seconds(milliseconds: number): string {
  return `${Math.round(milliseconds / 100) / 10} s`;
}
