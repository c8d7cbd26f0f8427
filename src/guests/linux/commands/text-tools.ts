import { randomUUID } from 'node:crypto';
import { type CommandResult, type GuestCommand, ok } from './command.ts';

/** `$NAME` and `${NAME}`; with a list of names, of these alone. */
const envsubst: GuestCommand = {
  name: 'envsubst',
  run(args, { stdin, environment }) {
    const list = args[0] === undefined ? undefined : new Set(args[0].match(/\w+/g) ?? []);
    const text = stdin
      .toString('utf8')
      .replace(/\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g, (whole, braced: string, bare: string) => {
        const name = braced ?? bare;
        return list === undefined || list.has(name) ? (environment[name] ?? '') : whole;
      });
    return ok(text);
  },
};

/** The shell's own takes `-n 1` alone, and not `-n1`. */
const xargs: GuestCommand = {
  name: 'xargs',
  run: (args, call) =>
    call.original(
      args.flatMap((word) => (/^-[nLIP]./.test(word) ? [word.slice(0, 2), word.slice(2)] : [word])),
    ),
};

const jq: GuestCommand = {
  name: 'jq',
  run: (args, call): CommandResult | Promise<CommandResult> =>
    args[0] === '--version' ? ok('jq-1.6\n') : call.original(args),
};

const uuidgen: GuestCommand = { name: 'uuidgen', run: () => ok(`${randomUUID()}\n`) };

export const textCommands = [envsubst, xargs, jq, uuidgen];
