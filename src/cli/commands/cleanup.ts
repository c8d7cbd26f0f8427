import { clean } from '../../builds/clean.ts';
import { cleanupTarget } from '../../builds/words.ts';
import type { Call, Run } from '../command.ts';
import { aroundOf, takeUpRequest } from '../requests.ts';
import { openSession } from '../session.ts';

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
  using session = openSession(call, { cleanup: true });
  const { run, outcome } = await clean({ ...takeUpRequest(call), run: id }, aroundOf(call), session);
  if (outcome === undefined) {
    session.ui.say(`Run ${run} holds nothing.`);
    return 0;
  }
  const code = session.end(outcome);
  if (outcome.builds.length > 0)
    session.ui.say(
      outcome.succeeded ? `Run ${run} holds nothing any more.` : `Run ${run} still holds something.`,
    );
  return code;
}
