import { findAccount } from '../../accounts.ts';
import {
  type CommandCall,
  type CommandResult,
  commandProgram,
  failed,
  type GuestCommand,
  ok,
} from './command.ts';

interface Wanted {
  user: string;
  keep: boolean;
  login: boolean;
  shell: boolean;
  readonly assignments: Record<string, string>;
  words: readonly string[];
}

function parse(args: readonly string[]): Wanted {
  const wanted: Wanted = {
    user: 'root',
    keep: false,
    login: false,
    shell: false,
    assignments: {},
    words: [],
  };
  let index = 0;
  for (; index < args.length; index++) {
    const argument = args[index] ?? '';
    const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(argument);
    if (argument === '--') {
      index++;
      break;
    }
    if (assignment !== null) wanted.assignments[assignment[1] ?? ''] = assignment[2] ?? '';
    else if (argument === '-u' || argument === '--user') wanted.user = args[++index] ?? '';
    else if (argument.startsWith('--user=')) wanted.user = argument.slice(7);
    else if (['-g', '-p', '-C', '-D', '-h', '-r', '-t'].includes(argument)) index++;
    else if (argument.startsWith('--preserve-env') || argument === '-E') wanted.keep = true;
    else if (/^-[A-Za-z]+$/.test(argument)) {
      if (argument.includes('E')) wanted.keep = true;
      if (argument.includes('i')) wanted.login = true;
      if (argument.includes('s')) wanted.shell = true;
      if (argument.endsWith('u')) wanted.user = args[++index] ?? '';
    } else break;
  }
  wanted.words = args.slice(index);
  return wanted;
}

/** Nobody is asked for a password: images of the cloud let their users become root without one. */
const sudo: GuestCommand = {
  name: 'sudo',
  run: async (args, call) => {
    if (args[0] === '-V' || args[0] === '--version') return ok('Sudo version 1.9.5p2\n');
    const wanted = parse(args);
    if (wanted.words.length === 0 && !wanted.login && !wanted.shell) {
      return args.some((argument) => /^-[a-z]*[vkKl]/.test(argument))
        ? ok()
        : failed('usage: sudo [-u user] [VAR=value] command');
    }
    return runAs(call, wanted);
  },
};

async function runAs(call: CommandCall, wanted: Wanted): Promise<CommandResult> {
  const account = await findAccount(call.process.computer.rootFiles, wanted.user.replace(/^#0$/, 'root'));
  if (account === undefined) return failed(`sudo: unknown user ${wanted.user}`);
  const kept = wanted.keep ? call.environment : pick(call.environment, ['PATH', 'TERM', 'LANG', 'DISPLAY']);
  const path = { PATH: '/usr/local/bin:/usr/bin:/usr/local/sbin:/usr/sbin' };
  const own = { HOME: account.home, USER: account.name, LOGNAME: account.name, SHELL: account.shell };
  const sudoers = { SUDO_USER: call.process.account.name, SUDO_UID: String(call.process.account.uid) };
  const environment = { ...kept, ...own, ...path, ...sudoers, ...wanted.assignments };
  const directory = wanted.login ? account.home : call.directory;
  const program =
    wanted.words.length > 0
      ? commandProgram(wanted.words)
      : { text: call.stdin.toString('utf8'), name: 'bash', args: [], options: [] };
  return call.start(program, {
    account,
    environment,
    directory,
    ...(wanted.words.length > 0 ? {} : { stdin: '' }),
  });
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

/** `su [-] [user] [-c command]` and `runuser`, which root needs no password for. */
function switchUser(name: string): GuestCommand {
  return {
    name,
    run: async (args, call) => {
      const at = args.findIndex((argument) => argument === '-c' || argument === '--command');
      const text = at >= 0 ? (args[at + 1] ?? '') : call.stdin.toString('utf8');
      const rest = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1));
      const plain = rest.filter((argument) => !argument.startsWith('-') || argument === '-u');
      const user = plain.find((argument) => argument !== '-u') ?? 'root';
      const account = await findAccount(call.process.computer.rootFiles, user);
      if (account === undefined) return failed(`${name}: user ${user} does not exist`);
      if (call.process.account.uid !== 0) return failed(`${name}: Authentication failure`);
      const login = rest.some((argument) => argument === '-' || argument === '-l' || argument === '--login');
      const environment = {
        ...call.environment,
        HOME: account.home,
        USER: account.name,
        LOGNAME: account.name,
      };
      return call.start(
        { text, name: 'sh', args: [], options: [] },
        {
          account,
          environment,
          directory: login ? account.home : call.directory,
          ...(at >= 0 ? {} : { stdin: '' }),
        },
      );
    },
  };
}

export const sudoCommands = [sudo, switchUser('su'), switchUser('runuser')];
