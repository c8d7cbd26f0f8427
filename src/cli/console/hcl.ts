import { text } from 'node:stream/consumers';
import { functionNames } from '../../template/hcl/functions/registry.ts';
import type { Call, Run } from '../command.ts';
import { consoleSurroundings, evaluateHclLine, namesWithoutTemplate } from './evaluate-hcl.ts';
import { promptedLines } from './prompting.ts';

/** Evaluates expressions of HCL2: those that a person enters, or those of a pipe, of which the last result is told. */
export const run: Run = async (call) => {
  const { cwd, env } = call.terminal;
  const variables = namesWithoutTemplate(cwd);
  const around = consoleSurroundings(cwd, env['HOME']);
  const evaluated = (line: string) => evaluateHclLine(line, variables, around);
  return call.terminal.interactive === true ? converse(call, evaluated) : evaluatePiped(call, evaluated);
};

type Evaluated = (line: string) => ReturnType<typeof evaluateHclLine>;

async function converse({ terminal, ui }: Call, evaluated: Evaluated): Promise<number> {
  const words = ['exit', 'help', 'variables', ...functionNames];
  for await (const line of promptedLines(terminal, () => words)) {
    const { text, exit, problem } = await evaluated(line.trim());
    if (problem !== undefined) ui.error(problem);
    if (exit) break;
    ui.say(text);
  }
  return 0;
}

/** Errors are told as they come; they show in the exit code, too. */
async function evaluatePiped({ terminal, ui }: Call, evaluated: Evaluated): Promise<number> {
  let [last, status] = ['', 0];
  for (const line of (await text(terminal.stdin)).replace(/\n$/, '').split('\n')) {
    const { text: result, problem } = await evaluated(line.trim());
    if (problem !== undefined) {
      ui.error(problem);
      status = 1;
    }
    last = result;
  }
  ui.message(last);
  return status;
}
