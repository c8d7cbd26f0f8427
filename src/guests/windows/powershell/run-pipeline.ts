import { absolute } from '../paths.ts';
import type { Emit } from './emit.ts';
import { evaluate } from './evaluate.ts';
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

async function runRedirected(stage: Stage, scope: Scope, flow: Flow): Promise<void> {
  if (stage.redirections.length === 0) return runStage(stage, scope, flow);
  const { process } = scope.session;
  const outer = process.error;
  const output: Value[] = [];
  const errors = stage.redirections.find(({ stream }) => stream === '2' || stream === '*');
  const file = stage.redirections.find(({ stream, target }) => stream !== '2' && target !== undefined);
  const emit: Emit = file === undefined ? flow.emit : async (value) => void output.push(value);
  let errorText = '';
  if (errors !== undefined)
    process.error = async (text) => {
      if (errors.stream === '*' || errors.target === undefined)
        await emit(String(text).replace(/\r?\n$/, ''));
      else errorText += text;
    };
  try {
    await runStage(stage, scope, { ...flow, emit });
  } finally {
    process.error = outer;
  }
  if (file !== undefined) await writeTo(file, formattedText(output), scope);
  if (errors?.stream === '2' && errors.target !== undefined) await writeTo(errors, errorText, scope);
}

async function writeTo({ target, append }: Redirection, text: string, scope: Scope): Promise<void> {
  const place = target === undefined ? undefined : await evaluate(target, scope);
  if (place === undefined || textOf(place) === '') return;
  const { files } = scope.session.process.machine;
  const path = absolute(textOf(place), scope.session.process.folder);
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
