import type { Run } from '../command.ts';
import { VERSION } from '../version.ts';

/** Prints the version; the machine-readable rows are Packer's. */
export const run: Run = async ({ ui }) => {
  ui.machine('', 'version', VERSION);
  ui.machine('', 'version-prelease', '');
  ui.machine('', 'version-commit', '');
  ui.say(`ecs-imagebuild v${VERSION}`);
  return 0;
};
