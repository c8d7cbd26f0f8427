import { placeOf } from '../../builds/places.ts';
import { keepTemplate } from '../../builds/run-inputs.ts';
import { openRun } from '../../engine/run-folder.ts';
import { findRun } from '../../engine/run-store.ts';
import { notAlone } from '../../post-processors/words.ts';
import type { Run } from '../command.ts';
import { perform } from '../perform.ts';
import { stateFolder } from '../run-options.ts';
import { takeUpRun } from '../take-up-run.ts';
import { acceptChanges } from './resume.ts';

/** Runs one step, or one provisioner, of a run again by itself; everything is kept. */
export const run: Run = async (call) => {
  const [id = '', name = ''] = call.operands;
  const found = findRun(stateFolder(call, call.terminal.cwd), id);
  return takeUpRun(call, found, async (taken) => {
    const only = placeOf(name, taken.build);
    if (!taken.build.prepared.steps.some((step) => step.name === only.step)) throw notAlone(only.step);
    acceptChanges(call, taken, only);
    const open = () => {
      const folder = openRun(found.path);
      if (taken.changes.length > 0) keepTemplate(found.path, taken.build.resolved);
      return folder;
    };
    return (await perform({ call, ...taken, open, control: { only } })) ? 0 : 1;
  });
};
