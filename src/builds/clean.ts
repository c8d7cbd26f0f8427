import { holdings } from '../engine/holdings.ts';
import { openRun } from '../engine/run-folder.ts';
import { findRun } from '../engine/run-store.ts';
import { acceptChanges } from './accept-changes.ts';
import { notBegun, type Outcome } from './outcome.ts';
import { perform } from './perform.ts';
import { type Around, stateFolder, type TakeUpRequest } from './requests.ts';
import { takeUpRun } from './take-up-run.ts';
import type { Watcher } from './watcher.ts';

interface CleanRequest extends TakeUpRequest {
  readonly run: string;
}

/** What came of cleaning up: `outcome` is unset where the run held nothing. */
interface Cleaned {
  readonly run: string;
  readonly outcome?: Outcome;
}

/** Undoes what a run holds. */
export async function clean(request: CleanRequest, around: Around, watcher: Watcher): Promise<Cleaned> {
  const found = findRun(stateFolder(request.stateDir, around.cwd, around), request.run);
  const { id, path, owner, state, unreadable } = found;
  if (unreadable === undefined && owner === undefined && holdings(state).length === 0) return { run: id };
  const outcome = await takeUpRun(
    found,
    request,
    { around, watcher },
    {
      wrong: ({ problems }) => notBegun(problems),
      use(taken) {
        acceptChanges(taken, { request, watcher });
        return perform({ ...taken, watcher, open: () => openRun(path, request), cleanup: true });
      },
    },
  );
  return { run: id, outcome };
}
