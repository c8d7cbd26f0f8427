import { cleanupTarget } from '../../builds/words.ts';
import { holdings } from '../../engine/holdings.ts';
import { openRun } from '../../engine/run-folder.ts';
import { findRun } from '../../engine/run-store.ts';
import type { Call, Run } from '../command.ts';
import { perform } from '../perform.ts';
import { stateFolder } from '../run-options.ts';
import { takeUpRun } from '../take-up-run.ts';
import { acceptChanges } from './resume.ts';

/** Undoes what a run holds, or what runs left behind whose journal is gone. */
export const run: Run = async (call) => {
  const [id] = call.operands;
  const orphans = call.flags.on('orphans');
  if (orphans === (id !== undefined)) throw cleanupTarget();
  if (id !== undefined) return cleanup(call, id);
  const { removeOrphans } = await import('../remove-orphans.ts');
  return removeOrphans(call);
};

async function cleanup(call: Call, id: string): Promise<number> {
  const found = findRun(stateFolder(call, call.terminal.cwd), id);
  if (found.unreadable === undefined && found.owner === undefined && holdings(found.state).length === 0) {
    call.ui.say(`Run ${found.id} holds nothing.`);
    return 0;
  }
  return takeUpRun(call, found, async (taken) => {
    acceptChanges(call, taken, undefined);
    const clean = await perform({ call, ...taken, open: () => openRun(found.path), cleanup: true });
    taken.ui.say(
      clean ? `Run ${found.id} holds nothing any more.` : `Run ${found.id} still holds something.`,
    );
    return clean ? 0 : 1;
  });
}
