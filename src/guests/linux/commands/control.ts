import { insideSingleQuotes } from '../../../wire/quoted.ts';
import { type CommandCall, failed, type GuestCommand, ok } from './command.ts';

/** Stands in every loop, so that an endless one leaves time for everything else. */
const breathe: GuestCommand = { name: '__breathe', run: () => ok() };

/** Keeps the shell's state for what comes after the script: an EXIT trap, the next line of an interactive shell. */
const snapshot: GuestCommand = {
  name: '__snapshot',
  run: (_args, call) => {
    const { variables, environment: exported, directory } = call;
    const status = Number(variables.get('?') ?? 0);
    call.process.snapshot = { variables, exported, directory, status };
    return { code: status };
  },
};

const names = new Map([['0', 'EXIT']]);

function endsOnError({ process, variables }: CommandCall): boolean {
  return process.program.options.includes('-e') || (variables.get('-') ?? '').includes('e');
}

/** `trap`: EXIT is obeyed, and ERR where the command that fails ends the script. Signals end a guest's command at once, so handlers for them are kept and never called. */
const trap: GuestCommand = {
  name: 'trap',
  run: (args, call) => {
    const { traps } = call.process;
    const [handler, ...conditions] = args[0] === '--' ? args.slice(1) : args;
    if (handler === undefined || handler === '-p') {
      const lines = [...traps].map(([name, text]) => `trap -- '${insideSingleQuotes(text)}' ${name}\n`);
      return ok(lines.join(''));
    }
    if (handler === '-l') return ok('1) SIGHUP\t2) SIGINT\t3) SIGQUIT\t9) SIGKILL\t15) SIGTERM\n');
    let stderr = '';
    for (const condition of conditions) {
      const name = names.get(condition) ?? condition.toUpperCase().replace(/^SIG/, '');
      if (['DEBUG', 'RETURN'].includes(name))
        return failed(`trap: ${name} is not supported by this guest's shell`);
      if (name === 'ERR' && !endsOnError(call))
        stderr = "trap: ERR is not supported by this guest's shell but with set -e\n";
      if (handler === '-') traps.delete(name);
      else traps.set(name, handler);
    }
    const { variables, environment: exported, directory } = call;
    call.process.snapshot = { variables, exported, directory, status: 0 };
    return { stderr };
  },
};

const umask: GuestCommand = {
  name: 'umask',
  run: (args, call) => {
    const { mask } = call.process;
    const [wanted] = args.filter((argument) => argument !== '-S' && argument !== '-p');
    if (wanted === undefined) return ok(`${mask.value.toString(8).padStart(4, '0')}\n`);
    if (!/^[0-7]{1,4}$/.test(wanted)) return failed(`umask: ${wanted}: octal number out of range`);
    mask.value = Number.parseInt(wanted, 8) & 0o777;
    return ok();
  },
};

const ulimit: GuestCommand = {
  name: 'ulimit',
  run: (args) =>
    ok(
      args.some((argument) => /^\d+$|^unlimited$/.test(argument))
        ? ''
        : args.includes('-n')
          ? '65535\n'
          : 'unlimited\n',
    ),
};

export const controlCommands = [breathe, snapshot, trap, umask, ulimit];
