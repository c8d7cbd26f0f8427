import { commandProgram, failed, type GuestCommand } from './command.ts';

/** Programs that start another one in a way that makes no difference here; `takes` are their options with a value. */
function wrapper(name: string, takes: readonly string[] = []): GuestCommand {
  return {
    name,
    run: (args, call) => {
      let index = 0;
      while (args[index]?.startsWith('-')) index += takes.includes(args[index] ?? '') ? 2 : 1;
      const words = args.slice(index);
      return words.length === 0 ? failed(`${name}: missing operand`, 125) : call.start(commandProgram(words));
    },
  };
}

export const wrapperCommands = [
  wrapper('nohup'),
  wrapper('nice', ['-n']),
  wrapper('ionice', ['-c', '-n']),
  wrapper('setsid'),
  wrapper('stdbuf', ['-o', '-e', '-i']),
];
