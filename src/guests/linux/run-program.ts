import type { Bash } from 'just-bash';
import { pause } from '../../wire/pause.ts';
import { quoted } from '../../wire/quoted.ts';
import { linuxCommands } from './commands/all.ts';
import { type JustBash, loadJustBash } from './load-just-bash.ts';
import type { Computer, Process, Program, Surroundings } from './process.ts';
import { processFiles, withoutInsertions } from './process-files.ts';
import { rewrite } from './rewrite.ts';
import { asShellCommand } from './shell-command.ts';

// A guest is a computer: what runs on it ends by itself, by a signal or with the connection, not by a count.
const unlimited = {
  maxCommandCount: 1e12,
  maxLoopIterations: 1e12,
  maxAwkIterations: 1e12,
  maxSedIterations: 1e12,
  maxWorkUnits: 1e15,
  maxExecutionTimeMs: 2 ** 31 - 1,
};

/** Runs a script in a shell of its own and gives its exit status. Output goes to the sinks command by command. */
export async function runProgram(
  computer: Computer,
  program: Program,
  surroundings: Surroundings,
): Promise<{ readonly code: number; readonly process: Process }> {
  const just = await loadJustBash();
  const process: Process = {
    ...surroundings,
    id: computer.nextProcess(),
    computer,
    files: computer.filesOf(surroundings.account),
    program,
    traps: new Map(),
    children: new Set(),
    snapshot: undefined,
  };
  const code = await execute(just, process, program.text, environmentOf(process));
  return { code: await runExitTrap(just, process, code), process };
}

/** A shell over the guest's files, with the guest's programs. */
function newShell(just: JustBash, process: Process): Bash {
  const { account, environment, directory, signal } = process;
  return new just.Bash({
    fs: processFiles(process),
    cwd: directory,
    env: { ...environment },
    processInfo: { pid: process.id, ppid: process.parent, uid: account.uid, gid: account.gid },
    // The defence would patch globals of the whole program while a guest's script runs; the shell evaluates no JavaScript.
    defenseInDepth: false,
    executionLimits: unlimited,
    sleep: async (milliseconds) => void (await pause(milliseconds, signal)),
    customCommands: linuxCommands.map((command) => asShellCommand(just, command, process)),
  });
}

async function execute(
  just: JustBash,
  process: Process,
  text: string,
  variables: Readonly<Record<string, string>>,
): Promise<number> {
  const shell = newShell(just, process);
  const names = new Set([...just.getCommandNames(), ...linuxCommands.map((command) => command.name)]);
  let outermost = true;
  shell.registerTransformPlugin({
    name: 'guest',
    transform({ ast }) {
      const rewritten = rewrite(ast, { bash: just, isProgram: (name) => names.has(name), outermost });
      outermost = false;
      return { ast: rewritten };
    },
  });
  const settings = process.program.options.map(quoted).join(' ');
  const prelude = settings === '' ? ':' : `set ${settings}`;
  const result = await shell.exec(
    text.startsWith('#!') ? text.replace(/^[^\n]*/, prelude) : `${prelude}; ${text}`,
    {
      rawScript: true,
      env: { ...variables },
      stdin: process.stdin,
      stdinKind: 'bytes',
      signal: process.signal,
    },
  );
  if (result.stdout !== '') process.out(Buffer.from(result.stdout));
  if (result.stderr !== '' && !process.signal.aborted)
    process.error(withoutInsertions(Buffer.from(result.stderr)));
  return result.exitCode;
}

/** Positional parameters are variables with numbers for names to this shell. */
function environmentOf({ program }: Process): Record<string, string> {
  const joined = program.args.join(' ');
  const variables: Record<string, string> = {
    '0': program.name,
    '#': String(program.args.length),
    '@': joined,
    '*': joined,
  };
  for (const [index, value] of program.args.entries()) variables[String(index + 1)] = value;
  return variables;
}

/** The shell knows no traps: the handler runs after the script, with its variables and functions. */
async function runExitTrap(just: JustBash, process: Process, code: number): Promise<number> {
  // With errexit the command that failed was the last one, so that its handler comes now.
  const failed = code !== 0 ? (process.traps.get('ERR') ?? '') : '';
  const handler = [failed, process.traps.get('EXIT') ?? ''].filter((text) => text !== '').join('\n');
  if (handler === '' || process.signal.aborted) return code;
  process.traps.clear();
  const { snapshot } = process;
  const shell: Process = { ...process, program: { ...process.program, options: [] }, snapshot: undefined };
  const variables = Object.fromEntries(snapshot?.variables ?? []);
  const text = `${functionsIn(just, process.program.text)}\ncd ${quoted(snapshot?.directory ?? '/')}\n(exit ${code})\n${handler}\n/usr/bin/__snapshot`;
  const status = await execute(just, shell, text, variables);
  // Reaching the last line means the handler itself did not exit, and the script's own status stands.
  return shell.snapshot === undefined ? status : code;
}

function functionsIn(just: JustBash, text: string): string {
  try {
    const script = just.parse(text.replace(/^#![^\n]*/, ''));
    const statements = script.statements.filter((statement) =>
      statement.pipelines.some((pipeline) =>
        pipeline.commands.some((command) => command.type === 'FunctionDef'),
      ),
    );
    // As it is written: the serializer breaks a here-document that another redirection follows.
    return statements
      .map((each) => each.sourceText ?? just.serialize({ ...script, statements: [each] }))
      .join('\n');
  } catch {
    return '';
  }
}
