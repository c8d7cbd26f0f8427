import { describeFileError } from '../../files.ts';
import {
  type CommandCall,
  type CommandResult,
  failed,
  type GuestCommand,
  type LinuxCommands,
} from './command.ts';

interface Invocation {
  readonly options: readonly string[];
  readonly text: string | undefined;
  readonly fromInput: boolean;
  readonly rest: readonly string[];
}

/** Options of sh and bash: `-c`, `-s`, `-e` and its kind, `-o NAME`, `-l`, `--login`. */
function parseArguments(args: readonly string[]): Invocation {
  const options: string[] = [];
  let takesText = false;
  let fromInput = false;
  let index = 0;
  for (; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (argument === '--' || argument === '-') {
      index++;
      break;
    }
    if (!/^[-+]./.test(argument)) break;
    if (argument.startsWith('--')) continue;
    for (const letter of argument.slice(1)) {
      if (letter === 'c') takesText = true;
      else if (letter === 's') fromInput = true;
      else if (letter === 'o' || letter === 'O') {
        const name = args[++index] ?? '';
        if (letter === 'o') options.push(`${argument.charAt(0)}o`, name);
      } else if ('aefuvxnbhmCBEHPTk'.includes(letter)) options.push(`${argument.charAt(0)}${letter}`);
    }
  }
  const rest = args.slice(index);
  return {
    options,
    text: takesText ? (rest[0] ?? '') : undefined,
    fromInput,
    rest: takesText ? rest.slice(1) : rest,
  };
}

function shell(name: string): GuestCommand {
  return {
    name,
    run: async (args, call) => {
      if (args[0] === '--version') return { stdout: 'GNU bash, version 4.4.20(1)-release (x86_64)\n' };
      const { options, text, fromInput, rest } = parseArguments(args);
      if (text !== undefined)
        return call.start({ text, name: rest[0] ?? name, args: rest.slice(1), options });
      const [file, ...given] = rest;
      if (fromInput || file === undefined) return runInput(call, { name, options, args: rest });
      return runFile(call, { shell: name, file, args: given, options });
    },
  };
}

/** The script is what comes in, so its commands find no more input. */
function runInput(
  call: CommandCall,
  how: { name: string; options: readonly string[]; args: readonly string[] },
) {
  return call.start({ ...how, text: call.stdin.toString('utf8') }, { stdin: '' });
}

interface FileRun {
  readonly shell: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly options: readonly string[];
}

async function runFile(call: CommandCall, { shell, file, args, options }: FileRun): Promise<CommandResult> {
  try {
    const text = Buffer.from(call.process.files.whole(call.path(file))).toString('utf8');
    return await call.start({ text, name: file, args, options });
  } catch (error) {
    const code = describeFileError(error) === 'Is a directory' ? 126 : 127;
    return failed(`${shell}: ${file}: ${describeFileError(error)}`, code);
  }
}

export const shells: LinuxCommands = ['sh', 'bash', 'dash'].map(shell);
