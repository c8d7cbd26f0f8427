import { posix } from 'node:path';
import { describeFileError } from '../../files.ts';
import type { CommandCall, GuestCommand } from './command.ts';

/** Stands for a file that output cannot go to; the shell then refuses the redirection, as a real one does. */
export const deniedPath = '/dev/guest/denied';

/** The target of a redirection: the file itself, or a path that the shell cannot open and that says why. */
export const target: GuestCommand = {
  name: '__target',
  async run(args, call) {
    const file = args.join(' ');
    const why = await obstacle(call, call.path(file));
    return { stdout: why === undefined ? file : `${deniedPath}/${why}/${file}` };
  },
};

async function obstacle({ process }: CommandCall, path: string): Promise<string | undefined> {
  const { files } = process;
  try {
    const found = await files.stat(path).catch(() => undefined);
    // The shell has words of its own for a folder.
    if (found?.type === 'directory' || /^\/dev(\/|$)/.test(path)) return undefined;
    const folder = await files.stat(posix.dirname(path));
    return folder.type === 'directory' ? undefined : 'Not a directory';
  } catch (error) {
    return describeFileError(error);
  }
}
