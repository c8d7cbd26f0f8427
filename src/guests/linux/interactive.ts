import type { RunRequest } from '../machine.ts';
import { LineEditor } from './line-editor.ts';
import { type JustBash, loadJustBash } from './load-just-bash.ts';
import type { Computer, Snapshot, Surroundings } from './process.ts';
import { runProgram } from './run-program.ts';

/** A login shell: line by line, each with the variables, folder and functions of the ones before. */
export async function runInteractive(
  computer: Computer,
  request: RunRequest,
  base: Surroundings,
): Promise<number> {
  const just = await loadJustBash();
  const editor = new LineEditor(request.stdin, request.terminal === undefined ? undefined : base.out);
  let state: Snapshot = {
    variables: new Map(),
    exported: base.environment,
    directory: base.directory,
    status: 0,
  };
  let functions = '';
  const prompt = () =>
    `[${base.account.name}@${computer.hostname} ${shortFolder(state.directory, base)}]${base.account.uid === 0 ? '#' : '$'} `;
  let text = '';
  for (;;) {
    const line = await editor.line(text === '' ? prompt() : '> ');
    if (line === undefined && text === '') return state.status;
    text += line === undefined ? '' : `${line}\n`;
    if (line !== undefined && isUnfinished(just, text)) continue;
    const result = await runLine(computer, text, { base, state, functions });
    functions += definitions(just, text);
    text = '';
    if (result.ended) return result.code;
    state = result.state;
  }
}

interface LineRun {
  readonly base: Surroundings;
  readonly state: Snapshot;
  readonly functions: string;
}

/** A line that ends the shell (`exit`) never comes to the snapshot behind it. */
async function runLine(computer: Computer, text: string, { base, state, functions }: LineRun) {
  const variables = [...state.variables].filter(([name]) => /^[A-Za-z_]\w*$/.test(name) && !fixed.has(name));
  const environment = { ...Object.fromEntries(variables), ...state.exported };
  const script = `${functions}\n(exit ${state.status})\n${text}\n/usr/bin/__snapshot`;
  const program = { text: script, name: '-bash', args: [], options: [] };
  const { code, process } = await runProgram(computer, program, {
    ...base,
    environment,
    directory: state.directory,
  });
  if (process.snapshot !== undefined) return { ended: false, code, state: process.snapshot } as const;
  const ended = /(?:^|[;&|\n]\s*)(?:exit|logout|exec)\b/.test(text);
  return { ended, code, state: { ...state, status: code } } as const;
}

const fixed = new Set(['SHELLOPTS', 'BASHOPTS', 'PWD', 'OLDPWD']);

function isUnfinished(just: JustBash, text: string): boolean {
  if (/\\\n$/.test(text)) return true;
  const heredoc = /<<-?\s*(['"]?)(\w+)\1/.exec(text)?.[2];
  if (heredoc !== undefined && !new RegExp(`^\\t*${heredoc}$`, 'm').test(text)) return true;
  try {
    just.parse(text);
    return false;
  } catch (error) {
    return error instanceof Error && /EOF/.test(error.message);
  }
}

function definitions(just: JustBash, text: string): string {
  try {
    const script = just.parse(text);
    const statements = script.statements.filter((statement) =>
      statement.pipelines.some((pipeline) =>
        pipeline.commands.some((command) => command.type === 'FunctionDef'),
      ),
    );
    return statements.length === 0 ? '' : `${just.serialize({ ...script, statements })}\n`;
  } catch {
    return '';
  }
}

function shortFolder(path: string, { account }: Surroundings): string {
  return path === account.home ? '~' : (path.split('/').pop() ?? '') || '/';
}
