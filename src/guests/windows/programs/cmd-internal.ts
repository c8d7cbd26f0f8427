import { WindowsFileError } from '../files.ts';
import { absolute, nameOf } from '../paths.ts';
import type { Process } from '../process.ts';
import type { CmdState } from './cmd.ts';
import { splitWords } from './split.ts';

interface CmdCall {
  readonly state: CmdState;
  readonly process: Process;
  /** Runs a command line that the command carries (`if`, `call`). */
  run(line: string): Promise<number>;
}

type Internal = (rest: string, call: CmdCall) => Promise<number>;

/** Runs a command that `cmd` has inside; undefined: it has none of this name. */
export async function internalCommand(text: string, call: CmdCall): Promise<number | undefined> {
  const found = /^(echo[.:]|[a-z]+|::)(?![\w-])/i.exec(text);
  const name = (found?.[1] ?? '').toLowerCase();
  const command = name.startsWith('echo')
    ? commands['echo']
    : Object.hasOwn(commands, name)
      ? commands[name]
      : undefined;
  if (command === undefined || /^[a-z]+\.(exe|bat|cmd)/i.test(text)) return undefined;
  try {
    return await command(text.slice(name.length), call);
  } catch (error) {
    if (!(error instanceof WindowsFileError)) throw error;
    await call.process.error(`${words[error.code]}\r\n`);
    return 1;
  }
}

const words: Readonly<Record<WindowsFileError['code'], string>> = {
  missing: 'The system cannot find the file specified.',
  'missing-folder': 'The system cannot find the path specified.',
  folder: 'Access is denied.',
  exists: 'A subdirectory or file already exists.',
  'not-empty': 'The directory is not empty.',
};

function paths(rest: string, { process }: CmdCall): readonly string[] {
  return splitWords(rest)
    .filter((word) => !/^\/[a-z]/i.test(word))
    .map((word) => absolute(word, process.folder));
}

function has(rest: string, option: string): boolean {
  return splitWords(rest).some((word) => word.toLowerCase() === option);
}

const echo: Internal = async (rest, { state, process }) => {
  const text = rest.replace(/^\s/, '');
  if (/^(on|off)$/i.test(text.trim())) state.echo = text.trim().toLowerCase() === 'on';
  else if (text.trim() === '' && !rest.startsWith('.'))
    await process.out(`ECHO is ${state.echo ? 'on' : 'off'}.\r\n`);
  else await process.out(`${text}\r\n`);
  return state.errorLevel;
};

const set: Internal = async (rest, { process }) => {
  const text = rest.trim().replace(/^"(.*)"$/, '$1');
  const [name = '', ...value] = text.split('=');
  if (value.length > 0) {
    process.environment.set(name, value.join('='));
    return 0;
  }
  const found = process.environment.get(name);
  if (found === undefined) await process.error(`Environment variable ${text} not defined\r\n`);
  else await process.out(`${name}=${found}\r\n`);
  return found === undefined ? 1 : 0;
};

const type: Internal = async (rest, call) => {
  for (const path of paths(rest, call)) await call.process.out(call.process.machine.files.read(path));
  return 0;
};

/** Always as with `/b`: names alone. */
const dir: Internal = async (rest, call) => {
  const { files } = call.process.machine;
  const [path = call.process.folder] = paths(rest, call);
  if (files.match(path).length === 0) throw new WindowsFileError('missing', path);
  const found = files.isFolder(path) ? files.list(path) : files.match(path);
  for (const item of found) await call.process.out(`${nameOf(item.path)}\r\n`);
  return 0;
};

const mkdir: Internal = async (rest, call) => {
  for (const path of paths(rest, call)) {
    if (call.process.machine.files.find(path) !== undefined) throw new WindowsFileError('exists', path);
    call.process.machine.files.makeFolder(path);
  }
  return 0;
};

const del: Internal = async (rest, call) => {
  const { files } = call.process.machine;
  for (const path of paths(rest, call)) {
    const found = files.match(path).filter(({ folder }) => !folder);
    // Windows says so, and succeeds all the same.
    if (found.length === 0) await call.process.error(`Could Not Find ${path}\r\n`);
    for (const item of found) files.remove(item.path);
  }
  return 0;
};

const rmdir: Internal = async (rest, call) => {
  for (const path of paths(rest, call)) call.process.machine.files.remove(path, { recurse: has(rest, '/s') });
  return 0;
};

const cd: Internal = async (rest, call) => {
  const [path] = paths(rest, call);
  if (path === undefined) {
    await call.process.out(`${call.process.folder}\r\n`);
    return 0;
  }
  if (!call.process.machine.files.isFolder(path)) throw new WindowsFileError('missing-folder', path);
  call.process.folder = path;
  return 0;
};

const exit: Internal = async (rest, { state }) => {
  state.ended = true;
  const code = /-?\d+/.exec(rest)?.[0];
  return code === undefined ? state.errorLevel : Number(code);
};

/** `if [not] exist PATH`, `errorlevel N`, `defined NAME`, `A==B`, each with a command and maybe `else`. */
const condition: Internal = async (rest, call) => {
  const found =
    /^\s+(?:\/i\s+)?(not\s+)?(?:(exist|defined|errorlevel)\s+("[^"]*"|\S+)|("[^"]*"|[^\s=]+)\s*==\s*("[^"]*"|\S+))\s+([\s\S]*)$/i.exec(
      rest,
    );
  if (found === null) {
    await call.process.error('The syntax of the command is incorrect.\r\n');
    return 255;
  }
  const [, not, kind = '', subject = '', left = '', right = '', then = ''] = found;
  const holds = kind === '' ? left === right : test(kind.toLowerCase(), subject.replaceAll('"', ''), call);
  const [, yes = '', no = ''] = /^\(([\s\S]*?)\)\s*else\s+([\s\S]*)$/i.exec(then) ?? [then, then];
  const chosen = holds === (not === undefined) ? yes : no;
  return chosen.trim() === '' ? call.state.errorLevel : call.run(chosen.trim());
};

function test(kind: string, subject: string, { state, process }: CmdCall): boolean {
  if (kind === 'defined') return process.environment.get(subject) !== undefined;
  if (kind === 'errorlevel') return state.errorLevel >= Number(subject);
  return process.machine.files.match(absolute(subject, process.folder)).length > 0;
}

const nothing: Internal = async () => 0;

const commands: Readonly<Record<string, Internal>> = {
  echo,
  set,
  type,
  dir,
  mkdir,
  md: mkdir,
  del,
  erase: del,
  rmdir,
  rd: rmdir,
  cd,
  chdir: cd,
  exit,
  if: condition,
  rem: nothing,
  '::': nothing,
  setlocal: nothing,
  endlocal: nothing,
  chcp: nothing,
  call: (rest, call) => call.run(rest.trim()),
  goto: async (rest, { state }) => {
    state.label = rest.trim();
    if (/^:?eof$/i.test(state.label)) state.ended = true;
    return state.errorLevel;
  },
};
