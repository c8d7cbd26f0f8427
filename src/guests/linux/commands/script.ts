import { describeFileError, FileError } from '../../files.ts';
import {
  type CommandCall,
  type CommandResult,
  commandProgram,
  failed,
  type GuestCommand,
} from './command.ts';

/** `#!` lines of these run in our shell; what follows the path are its options. */
const shellNames = new Set(['sh', 'bash', 'dash', 'ash', 'ksh', 'zsh']);

/** Starts a file by its path, as the kernel does: it must be executable, and its `#!` line says by what it is run. */
export const script: GuestCommand = {
  name: '__script',
  run: async (args, call) => {
    const [file = '', ...rest] = args;
    if (!file.includes('/')) return call.start(commandProgram(args), { stdin: undefined });
    const path = call.path(file);
    try {
      const { files, account } = call.process;
      const status = await files.stat(path);
      if (status.type === 'directory') return failed(`sh: ${file}: Is a directory`, 126);
      if (!mayExecute(status, account)) return failed(`sh: ${file}: Permission denied`, 126);
      return await runContent(call, file, Buffer.from(files.whole(path)), rest);
    } catch (error) {
      const code = describeFileError(error) === 'Permission denied' ? 126 : 127;
      return failed(`sh: ${file}: ${describeFileError(error)}`, code);
    }
  },
};

function mayExecute(
  status: { readonly mode: number; readonly uid: number; readonly gid: number },
  account: { readonly uid: number; readonly groups: readonly number[] },
): boolean {
  if (account.uid === 0) return (status.mode & 0o111) !== 0;
  const shift = status.uid === account.uid ? 6 : account.groups.includes(status.gid) ? 3 : 0;
  return ((status.mode >> shift) & 1) !== 0;
}

async function runContent(
  call: CommandCall,
  file: string,
  data: Buffer,
  args: readonly string[],
): Promise<CommandResult> {
  if (data.subarray(0, 4).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46])))
    return failed(`sh: ${file}: cannot execute binary file: Exec format error`, 126);
  const text = data.toString('utf8');
  const line = /^#![ \t]*([^\n]*)/.exec(text)?.[1]?.trim();
  if (line === undefined || line === '') return call.start({ text, name: file, args, options: [] });
  const interpreter = interpreterOf(line);
  const name = interpreter.path.split('/').pop() ?? '';
  if (shellNames.has(name))
    return call.start({ text, name: file, args, options: shellOptions(interpreter.argument) });
  try {
    // A script that would only be noted is not run, and says so.
    if (/^(python\d?|perl)$/.test(name)) throw new FileError('ENOENT', name);
    await call.process.files.stat(
      interpreter.path.startsWith('/') ? interpreter.path : `/usr/bin/${interpreter.path}`,
    );
  } catch {
    const shown = line.split(/\s/)[0]?.endsWith('/env')
      ? `/usr/bin/env: '${name}': No such file or directory`
      : undefined;
    if (shown !== undefined) return failed(shown, 127);
    return failed(`sh: ${file}: ${interpreter.path}: bad interpreter: No such file or directory`, 126);
  }
  const argument = interpreter.argument === '' ? [] : [interpreter.argument];
  return call.start(commandProgram([interpreter.path, ...argument, file, ...args]));
}

/** The kernel passes all that follows the path as one argument; `env -S` splits it. */
function interpreterOf(line: string): { readonly path: string; readonly argument: string } {
  const [first = '', ...rest] = line.split(/[ \t]+/);
  if (!first.endsWith('/env')) return { path: first, argument: rest.join(' ') };
  const words = rest[0] === '-S' ? rest.slice(1) : rest;
  return { path: words[0] ?? '', argument: words.slice(1).join(' ') };
}

function shellOptions(argument: string): readonly string[] {
  const words = argument.split(/\s+/).filter((word) => word !== '');
  return words.flatMap((word, index) => {
    if (words[index - 1] === '-o') return ['-o', word];
    if (!/^-[a-zA-Z]+$/.test(word) || word === '-o') return [];
    return [...word.slice(1)].filter((letter) => 'aefuvxn'.includes(letter)).map((letter) => `-${letter}`);
  });
}
