import { escapeXml } from '../../../wire/xml.ts';
import { absolute } from '../paths.ts';
import { type Process, Terminated } from '../process.ts';
import { toPsError } from './error-record.ts';
import { Leave, shownError } from './failure.ts';
import { Formatter } from './format.ts';
import { parseScript } from './parse-statement.ts';
import { run } from './run.ts';
import { runScriptFile } from './run-block.ts';
import { Scope, type Session } from './scope.ts';

interface Wanted {
  readonly mode: 'command' | 'file' | 'encoded' | 'input';
  readonly text: string;
  readonly rest: readonly string[];
}

const valued = ['executionpolicy', 'inputformat', 'outputformat', 'windowstyle', 'version'];
const plain = ['noprofile', 'noninteractive', 'nologo', 'noexit', 'sta', 'mta'];

/** `powershell.exe`. */
export async function powershellProgram(process: Process, args: readonly string[]): Promise<number> {
  const wanted = read(args);
  if (typeof wanted === 'string') {
    await process.error(`${wanted}\r\n`);
    return -196608;
  }
  const inner =
    wanted.mode === 'encoded' ? clixmlErrors(process) : { process, finish: async () => undefined };
  const session: Session = {
    process: inner.process,
    globals: new Map(),
    lastExitCode: undefined,
    succeeded: true,
  };
  try {
    return await runWanted(wanted, new Scope(session, undefined));
  } finally {
    await inner.finish();
  }
}

function read(args: readonly string[]): Wanted | string {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    const rest = args.slice(index + 1);
    if (!/^[-/]/.test(word)) return { mode: 'command', text: args.slice(index).join(' '), rest: [] };
    const name = word.slice(1).toLowerCase();
    if (name === '') return { mode: 'input', text: '', rest: [] };
    if ('command'.startsWith(name))
      return rest[0] === '-'
        ? { mode: 'input', text: '', rest: [] }
        : { mode: 'command', text: rest.join(' '), rest: [] };
    if ('file'.startsWith(name)) return { mode: 'file', text: rest[0] ?? '', rest: rest.slice(1) };
    if ('encodedcommand'.startsWith(name) || name === 'ec')
      return { mode: 'encoded', text: Buffer.from(rest[0] ?? '', 'base64').toString('utf16le'), rest: [] };
    if (name === 'ep' || name === 'ex' || valued.some((each) => name.length > 1 && each.startsWith(name)))
      index += 1;
    else if (!plain.some((each) => each.startsWith(name)))
      return `The argument '${word}' is not recognized as an option of powershell.exe.`;
  }
  return { mode: 'input', text: '', rest: [] };
}

async function runWanted(wanted: Wanted, scope: Scope): Promise<number> {
  const { session } = scope;
  const { process } = session;
  const formatter = new Formatter();
  const emit = async (value: Parameters<Formatter['show']>[0]) => process.out(formatter.show(value));
  try {
    if (wanted.mode === 'file') return await runFile(wanted, scope, emit);
    const text = wanted.mode === 'input' ? await process.stdin.rest(process.signal) : wanted.text;
    await run(parseScript(text).body, scope, emit);
    return session.succeeded ? 0 : 1;
  } catch (error) {
    if (error instanceof Leave) return error.code;
    if (error instanceof Terminated) throw error;
    await process.error(shownError(toPsError(error)));
    return 1;
  }
}

async function runFile(
  { text, rest }: Wanted,
  scope: Scope,
  emit: Parameters<typeof run>[2],
): Promise<number> {
  const { process } = scope.session;
  const path = absolute(process.environment.expand(text), process.folder);
  if (process.machine.files.find(path) === undefined || !/\.ps1$/i.test(path)) {
    await process.error(
      `The argument '${text}' to the -File parameter does not exist. Provide the path to an existing '.ps1' file as an argument to the -File parameter.\r\n`,
    );
    return -196608;
  }
  await runScriptFile(path, scope, { args: rest, flow: { input: undefined, emit } });
  return scope.session.lastExitCode !== undefined && !scope.session.succeeded
    ? scope.session.lastExitCode
    : 0;
}

/** PowerShell that got its command encoded writes its errors as XML, in one piece. */
function clixmlErrors(process: Process): { readonly process: Process; finish(): Promise<void> } {
  const lines: string[] = [];
  return {
    process: {
      ...process,
      error: async (text) => void lines.push(String(text)),
      consoleError: (text) => process.error(text),
    },
    finish: async () => {
      if (lines.length === 0) return;
      const records = lines
        .join('')
        .split(/(?<=\n)/)
        .map((line) => `<S S="Error">${escapeRecord(line)}</S>`)
        .join('');
      await process.error(
        `#< CLIXML\r\n<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${records}</Objs>`,
      );
    },
  };
}

function escapeRecord(line: string): string {
  return escapeXml(
    line.replace(
      /[\r\n\t]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    ),
  );
}
