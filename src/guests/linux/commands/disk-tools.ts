import { writeWhole } from '../../files.ts';
import { failed, type GuestCommand, ok } from './command.ts';
import { note } from './noted.ts';

/** The file is there, and empty: a guest in memory keeps no gigabytes. */
const fallocate: GuestCommand = {
  name: 'fallocate',
  async run(args, call) {
    const file = args.at(-1) ?? '';
    if (args.length < 3 || !args.some((word) => /^(-l|--length)/.test(word)))
      return failed('fallocate: no length argument specified');
    await writeWhole(call.process.files, call.path(file), '', 0o644);
    return note(call, 'fallocate');
  },
};

const mkswap: GuestCommand = {
  name: 'mkswap',
  async run(args, call) {
    const file = args.at(-1) ?? '';
    const there = await call.process.files.stat(call.path(file)).then(
      () => true,
      () => false,
    );
    if (!there) return failed(`mkswap: cannot open ${file}: No such file or directory`);
    note(call, 'mkswap');
    return ok('Setting up swapspace version 1, size = 1024 MiB\n');
  },
};

export const diskCommands = [fallocate, mkswap];
