import { cmdletNamed } from '../cmdlets/all.ts';
import { absolute } from '../paths.ts';
import type { Program } from '../process.ts';
import { child, Input, Terminated } from '../process.ts';
import { findProgram } from '../programs/all.ts';
import { bind, type Given } from './bind.ts';
import type { Cmdlet, CmdletCall } from './cmdlet.ts';
import { collectErrors } from './emit.ts';
import { toPsError } from './error-record.ts';
import { evaluate } from './evaluate.ts';
import { Leave, notRecognized, PsError, shownError } from './failure.ts';
import { formattedText } from './format.ts';
import { invokeBlock, runScriptFile } from './run-block.ts';
import type { Flow } from './run-pipeline.ts';
import type { Scope } from './scope.ts';
import type { Argument, Command } from './syntax.ts';
import { isList, ScriptBlock, textOf, type Value } from './value.ts';

/** Runs what the first word of a command means: a block, a function, a cmdlet, a script file, a program. */
export async function runCommand(command: Command, scope: Scope, flow: Flow): Promise<void> {
  const target = await evaluate(command.name, scope);
  const given = await evaluateAll(command.args, scope);
  try {
    await dispatch(target, { given, scope, flow, command });
  } catch (error) {
    if (!(error instanceof Leave) && error instanceof Error) located(toPsError(error), command, error);
    throw error;
  }
}

/** An error tells the place of the innermost command that it came from. */
function located(error: PsError, command: Command, original: Error): never {
  if (error !== original && original instanceof Terminated) throw original;
  if (error.text === '')
    Object.assign(error, { text: command.text.split('\n')[0] ?? '', line: command.line });
  throw error;
}

interface Dispatch {
  readonly given: readonly Given[];
  readonly scope: Scope;
  readonly flow: Flow;
  readonly command: Command;
}

async function dispatch(target: Value, { given, scope, flow, command }: Dispatch): Promise<void> {
  if (target instanceof ScriptBlock)
    return invokeBlock(target.block, command.call === '.' ? scope : target.scope, {
      args: given.flatMap(asArguments),
      flow,
      sameScope: command.call === '.',
    });
  const name = textOf(target).trim();
  const found = scope.findFunction(name);
  if (found !== undefined) return invokeBlock(found, scope, { args: given.flatMap(asArguments), flow });
  const cmdlet = cmdletNamed(name);
  if (cmdlet !== undefined) return runCmdlet(cmdlet, given, scope, flow);
  const path = absolute(name, scope.session.process.folder);
  if (/\.ps1$/i.test(name)) {
    if (scope.session.process.machine.files.find(path) === undefined) throw notRecognized(name);
    return runScriptFile(path, scope, {
      args: given.flatMap(asArguments),
      flow,
      sameScope: command.call === '.',
    });
  }
  const program = findProgram(name, scope.session.process);
  if (program === undefined) throw notRecognized(name);
  await runProgram(program, given, scope, flow);
}

async function evaluateAll(args: readonly Argument[], scope: Scope): Promise<readonly Given[]> {
  const given: Given[] = [];
  for (const argument of args) {
    if (argument.kind === 'value')
      given.push({ kind: 'value', value: await evaluate(argument.expression, scope) });
    else {
      const hasValue = argument.value !== undefined;
      const value = argument.value && (await evaluate(argument.value, scope));
      given.push({ kind: 'parameter', name: argument.name, value, hasValue });
    }
  }
  return given;
}

async function runCmdlet(cmdlet: Cmdlet, given: readonly Given[], scope: Scope, flow: Flow): Promise<void> {
  const { session } = scope;
  const args = bind(cmdlet, given);
  let succeeded = true;
  const action = textOf(
    args.values.get('erroraction') ?? args.values.get('ea') ?? scope.get('ErrorActionPreference'),
  ).toLowerCase();
  const call: CmdletCall = {
    scope,
    args,
    input: flow.input,
    emit: flow.emit,
    process: session.process,
    invoke: async (block, { item } = {}) => {
      const found: Value[] = [];
      const inner = { input: undefined, emit: async (value: Value) => void found.push(value) };
      await invokeBlock(block.block, block.scope, { args: [], flow: inner, item, sameScope: true });
      return found;
    },
    fail: async (message, id = '') => {
      succeeded = false;
      const error = new PsError(message, { id, command: cmdlet.names[0] ?? '', thrown: action === 'stop' });
      if (action === 'ignore') return;
      if (action === 'stop') throw error;
      if (action !== 'silentlycontinue') await session.process.error(shownError(error));
    },
  };
  if (action === 'silentlycontinue' || action === 'ignore') await quietly(() => cmdlet.run(call), scope);
  else await cmdlet.run(call);
  session.succeeded = succeeded;
}

/** `-ErrorAction SilentlyContinue` hides also what a cmdlet failed of as a whole. */
async function quietly(work: () => Promise<void>, { session }: Scope): Promise<void> {
  if (collectErrors.has(session)) return work();
  try {
    await work();
  } catch (error) {
    if (error instanceof Leave || !(error instanceof Error) || error instanceof Terminated) throw error;
  }
}

async function runProgram(
  program: Program,
  given: readonly Given[],
  scope: Scope,
  flow: Flow,
): Promise<void> {
  const { session } = scope;
  const args = given.flatMap(words);
  let rest = '';
  const stdin = flow.input === undefined ? session.process.stdin : piped(flow.input);
  const inner = child(session.process, {
    stdin,
    out: async (text) => {
      const lines = (rest + String(text)).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) await flow.emit(line);
    },
    error: (text) => session.process.error(text),
  });
  const code = await program(inner, args);
  if (rest !== '') await flow.emit(rest);
  session.lastExitCode = code;
  session.succeeded = code === 0;
}

function piped(input: readonly Value[]): Input {
  const stdin = new Input();
  stdin.push(Buffer.from(formattedText(input)));
  stdin.end();
  return stdin;
}

/** What `$args` holds. */
function asArguments(argument: Given): readonly Value[] {
  return argument.kind === 'value' ? [argument.value] : words(argument);
}

function words(argument: Given): readonly string[] {
  if (argument.kind === 'value')
    return isList(argument.value) ? argument.value.map(textOf) : [textOf(argument.value)];
  return argument.hasValue ? [`-${argument.name}:${textOf(argument.value)}`] : [`-${argument.name}`];
}
