import { absolute } from '../paths.ts';
import { scriptText } from '../powershell/run-block.ts';
import { checkAlive, child, Input, type Process } from '../process.ts';
import { findProgram } from './all.ts';
import { internalCommand } from './cmd-internal.ts';
import { groupEnd, type Part, parseLine, type Redirection } from './cmd-line.ts';
import { splitWords } from './split.ts';

/** What of one `cmd` its lines share. */
export interface CmdState {
  readonly process: Process;
  echo: boolean;
  errorLevel: number;
  /** Arguments of a batch file, its own path first. */
  readonly args: readonly string[];
  /** Set by `exit` and `goto :eof`. */
  ended: boolean;
  label: string | undefined;
}

/** `cmd.exe`: `/c` with a line, else lines of standard input. */
export async function cmdProgram(process: Process, args: readonly string[]): Promise<number> {
  const line = args.join(' ');
  const wanted = /^(?:\/[a-bd-z](?::\w+)?\s+)*\/[ck]\s*([\s\S]*)$/i.exec(line.trim());
  if (wanted === null)
    return runLines(process, await process.stdin.rest(process.signal), { echo: true, args: [] });
  return runCmdLine(process, unquoted(wanted[1] ?? ''));
}

/** One line as WinRM and `cmd /c` take it. */
export async function runCmdLine(process: Process, line: string): Promise<number> {
  const state = newState(process, []);
  await runLine(state, line);
  return state.errorLevel;
}

export async function batchFile(process: Process, path: string, args: readonly string[]): Promise<number> {
  return runLines(process, scriptText(process.machine.files.read(path)), {
    echo: true,
    args: [path, ...args],
  });
}

function newState(process: Process, args: readonly string[]): CmdState {
  return { process, echo: false, errorLevel: 0, args, ended: false, label: undefined };
}

/** Quotes round the whole line go away when there is more than one pair, or blanks in it: the rule of `cmd /c`. */
function unquoted(line: string): string {
  const text = line.trim();
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text;
}

async function runLines(
  process: Process,
  text: string,
  how: { readonly echo: boolean; readonly args: readonly string[] },
): Promise<number> {
  const state: CmdState = { ...newState(process, how.args), echo: how.echo };
  const lines = joined(text);
  for (let at = 0; at < lines.length && !state.ended; at += 1) {
    checkAlive(process);
    const line = (lines[at] ?? '').trim();
    if (line === '' || line.startsWith(':')) continue;
    await runLine(state, line, how.echo);
    if (state.label === undefined) continue;
    const label = `:${state.label.replace(/^:/, '')}`.toLowerCase();
    state.label = undefined;
    const target = lines.findIndex((each) => each.trim().toLowerCase() === label);
    if (target < 0) state.ended = true;
    at = target;
  }
  return state.errorLevel;
}

/** Lines of a batch file; groups over several lines and lines that end with `^` are one. */
function joined(text: string): readonly string[] {
  const lines: string[] = [];
  let held = '';
  for (const line of text.split(/\r?\n/)) {
    held = held === '' ? line : `${held}${held.endsWith('^') ? '' : ' & '}${line.trim()}`;
    if (held.endsWith('^')) held = held.slice(0, -1);
    else if (count(held, '(') <= count(held, ')')) {
      lines.push(held.replace(/\(\s*&\s*/g, '(').replace(/\s*&\s*\)/g, ')'));
      held = '';
    }
  }
  return held === '' ? lines : [...lines, held];
}

function count(text: string, character: string): number {
  return text.replace(/"[^"]*"/g, '').split(character).length - 1;
}

async function runLine(state: CmdState, raw: string, isBatch = false): Promise<void> {
  const quiet = raw.startsWith('@');
  const line = expand(state, quiet ? raw.slice(1) : raw);
  if (isBatch && state.echo && !quiet) await state.process.out(`\r\n${state.process.folder}>${line}\r\n`);
  await runParts(state, parseLine(line));
}

async function runParts(state: CmdState, parts: readonly Part[]): Promise<void> {
  for (let at = 0; at < parts.length && !state.ended; at += 1) {
    const part = parts[at];
    if (part === undefined) continue;
    if (part.joint === '&&' && state.errorLevel !== 0) continue;
    if (part.joint === '||' && state.errorLevel === 0) continue;
    let end = at;
    while (parts[end + 1]?.joint === '|') end += 1;
    await runPiped(state, parts.slice(at, end + 1));
    at = end;
  }
}

/** Each part gets what the one before it printed. */
async function runPiped(state: CmdState, parts: readonly Part[]): Promise<void> {
  const { process } = state;
  let stdin = process.stdin;
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      await runPart(state, part, stdin === process.stdin ? process : { ...process, stdin });
      continue;
    }
    const next = new Input();
    const out = async (text: string | Buffer) => next.push(Buffer.from(text));
    await runPart(state, part, { ...process, stdin, out });
    next.end();
    stdin = next;
  }
}

async function runPart(state: CmdState, part: Part, process: Process): Promise<void> {
  const inner = redirect(process, part.redirections);
  state.errorLevel = await runCommand(state, part.text, inner);
  state.process.folder = inner.folder;
}

function redirect(process: Process, redirections: readonly Redirection[]): Process {
  const { files } = process.machine;
  const inner: Process = { ...process };
  for (const { stream, target, append } of redirections) {
    const path = absolute(target, process.folder);
    const write = async (text: string | Buffer) =>
      void (/^nul$/i.test(target) || files.append(path, Buffer.from(text)));
    if (!/^(nul|&[12])$/i.test(target) && (!append || files.find(path) === undefined))
      files.write(path, Buffer.alloc(0));
    if (target === '&1') inner.error = (text) => inner.out(text);
    else if (target === '&2') inner.out = (text) => process.error(text);
    else if (stream === '2') inner.error = write;
    else inner.out = write;
  }
  return inner;
}

async function runCommand(state: CmdState, text: string, process: Process): Promise<number> {
  if (text.startsWith('(')) {
    const inner: CmdState = { ...state, process };
    await runParts(inner, parseLine(text.slice(1, groupEnd(text, 0) - 1)));
    state.ended = inner.ended;
    return inner.errorLevel;
  }
  const unescaped = text.replace(/\^(.)/g, '$1');
  const internal = await internalCommand(unescaped, {
    state,
    process,
    run: (line) => runNested(state, line, process),
  });
  if (internal !== undefined) return internal;
  const [, quoted, bare = ''] = /^(?:"([^"]+)"|([^\s"/]+(?:[\\/][^\s"]+)*))/.exec(unescaped) ?? [];
  const name = quoted ?? bare;
  const program = findProgram(name, process);
  if (program === undefined) {
    await process.error(
      `'${name}' is not recognized as an internal or external command,\r\noperable program or batch file.\r\n`,
    );
    return 1;
  }
  const rest = unescaped.slice(quoted === undefined ? name.length : name.length + 2).trim();
  // `cmd` looks into its line itself.
  return program(
    child(process),
    /^cmd(\.exe)?$/i.test(name.replace(/^.*[\\/]/, '')) ? [rest] : splitWords(rest),
  );
}

async function runNested(state: CmdState, line: string, process: Process): Promise<number> {
  const inner: CmdState = { ...state, process };
  await runParts(inner, parseLine(line));
  Object.assign(state, { ended: inner.ended, label: inner.label });
  state.process.folder = inner.process.folder;
  return inner.errorLevel;
}

/** `%NAME%`, `%1` and `%~dp0`; `%%` is a percent sign. */
function expand({ args, process, errorLevel }: CmdState, line: string): string {
  return line.replace(
    /%%|%\*|%~dp0|%(~?)(\d)|%([^%\s]+)%/g,
    (whole, tilde: string, digit: string, name: string) => {
      if (whole === '%%') return args.length > 0 ? '%' : whole;
      if (whole === '%*') return args.slice(1).join(' ');
      if (whole === '%~dp0') return (args[0] ?? '').replace(/[^\\]*$/, '');
      if (digit !== undefined)
        return args.length === 0 ? whole : (args[Number(digit)] ?? '').replaceAll(tilde && '"', '');
      if (/^errorlevel$/i.test(name)) return String(errorLevel);
      if (/^cd$/i.test(name)) return process.folder;
      return process.environment.get(name) ?? (args.length > 0 ? '' : whole);
    },
  );
}
