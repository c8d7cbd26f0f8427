import { writeWhole } from '../../files.ts';
import type { GuestCommand } from './command.ts';

/** The shell's `sed` knows `-i` but not the copy that `-i.bak` keeps. */
export const sed: GuestCommand = {
  name: 'sed',
  run: async (args, call) => {
    const keeping = args.map((argument) => /^(?:-[nErsuz]*i|--in-place=)(.+)$/.exec(argument)?.[1]);
    const suffix = keeping.find((found) => found !== undefined);
    if (suffix === undefined) return call.original(args);
    const { files } = call.process;
    for (const name of args.filter((argument) => !argument.startsWith('-'))) {
      const path = call.path(name);
      const status = await files.stat(path).catch(() => undefined);
      if (status?.type === 'file') {
        await writeWhole(files, `${path}${suffix}`, files.whole(path).slice(), status.mode);
      }
    }
    const plain = args.flatMap((argument, index) =>
      keeping[index] === undefined
        ? [argument]
        : argument.startsWith('--')
          ? ['-i']
          : [argument.slice(0, -suffix.length)].flatMap((flags) => separate(flags)),
    );
    return call.original(plain);
  },
};

/** `-Ei` as `-E -i`. */
function separate(flags: string): readonly string[] {
  return [...flags.slice(1)].map((letter) => `-${letter}`);
}
