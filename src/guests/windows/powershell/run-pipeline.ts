import { absolute } from '../paths.ts';
import type { Emit } from './emit.ts';
import { evaluate } from './evaluate.ts';
import { unsupported } from './failure.ts';
import { formattedText } from './format.ts';
import { runCommand } from './run-command.ts';
import type { Scope } from './scope.ts';
import type { Redirection, Stage } from './syntax.ts';
import { isList, textOf, type Value } from './value.ts';

/** Runs the parts of a pipeline: each gets all that the one before it gave, the last one gives as it goes. */
export async function runPipeline(stages: readonly Stage[], scope: Scope, emit: Emit): Promise<void> {
  let input: readonly Value[] | undefined;
  for (const [index, stage] of stages.entries()) {
    if (index === stages.length - 1) return runRedirected(stage, scope, { input, emit });
    const found: Value[] = [];
    await runRedirected(stage, scope, { input, emit: async (value) => void found.push(value) });
    input = found;
  }
}

export interface Flow {
  readonly input: readonly Value[] | undefined;
  readonly emit: Emit;
}

/** `> FILE`, `>> FILE`, `2>&1`, and `2>$null`. */
async function runRedirected(stage: Stage, scope: Scope, flow: Flow): Promise<void> {
  if (stage.redirections.length === 0) return runStage(stage, scope, flow);
  const { process } = scope.session;
  const outer = process.error;
  const output: Value[] = [];
  const file = stage.redirections.find(({ stream }) => stream === '1');
  const errors = stage.redirections.find(({ stream }) => stream === '2');
  const emit: Emit = file === undefined ? flow.emit : async (value) => void output.push(value);
  if (errors !== undefined)
    process.error = async (text) => {
      if (errors.target === undefined) await emit(String(text).replace(/\r?\n$/, ''));
      else if (textOf(await evaluate(errors.target, scope)) !== '') throw unsupported('2> FILE');
    };
  try {
    await runStage(stage, scope, { ...flow, emit });
  } finally {
    process.error = outer;
  }
  if (file?.target !== undefined)
    writeTo(await evaluate(file.target, scope), formattedText(output), file, scope);
}

function writeTo(
  target: Value,
  text: string,
  { append }: Redirection,
  { session: { process } }: Scope,
): void {
  if (textOf(target) === '') return;
  const { files } = process.machine;
  const path = absolute(textOf(target), process.folder);
  const bytes = Buffer.from(text, 'utf16le');
  if (append && files.find(path) !== undefined) files.append(path, bytes);
  else files.write(path, Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]));
}

async function runStage(stage: Stage, scope: Scope, flow: Flow): Promise<void> {
  if (stage.kind === 'command') return runCommand(stage, scope, flow);
  const value = await evaluate(stage.expression, scope);
  scope.session.succeeded = true;
  if (stage.expression.kind === 'cast' && stage.expression.type === 'void') return;
  if (isList(value)) for (const item of value) await flow.emit(item);
  else if (value !== undefined) await flow.emit(value);
}
