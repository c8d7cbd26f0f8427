import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { parseSource } from '../../builds/parse-source.ts';
import { readTemplateOrSmallest } from '../../builds/template-source.ts';
import { resolveAll } from '../../builds/template-variables.ts';
import { problemOf } from '../../errors/problem.ts';
import { createRedactor, type Redactor } from '../../events/redact.ts';
import { openCatalog } from '../../plugins/catalog.ts';
import type { Ui } from '../../renderers/ui.ts';
import type { RenderContext } from '../../template/go/context.ts';
import { functionNames } from '../../template/go/functions/registry.ts';
import { Questions } from '../../template/model/questions.ts';
import { parseVarFlag } from '../../template/model/variables/parse-var-flag.ts';
import type { Call, Run } from '../command.ts';
import { type Evaluation, evaluateLine } from '../console/evaluate.ts';
import { promptedLines } from '../console/prompting.ts';
import { problemText } from '../diagnostics.ts';
import { redactedUi } from '../redacted-ui.ts';

/** Evaluates templates: those that a person enters one by one, or those of a pipe, of which the last result is told. */
export const run: Run = async (call) => {
  if (call.flags.text('config-type') === 'hcl2' && call.operands.length === 0)
    return (await import('../console/hcl.ts')).run(call);
  const redactor = createRedactor();
  const context = await contextOf(call, redactor);
  const ui = redactedUi(call, redactor);
  return call.terminal.interactive === true ? converse(call, ui, context) : evaluatePiped(call, ui, context);
};

async function converse({ terminal }: Call, ui: Ui, context: RenderContext): Promise<number> {
  const words = ['exit', 'help', 'variables', ...functionNames, ...context.user.keys()];
  for await (const line of promptedLines(terminal, () => words)) {
    const { text, exit, problem } = evaluateLine(line, context);
    tell(ui, problem);
    if (exit) break;
    ui.say(text);
  }
  return 0;
}

async function evaluatePiped({ terminal }: Call, ui: Ui, context: RenderContext): Promise<number> {
  let last = '';
  for await (const line of createInterface({ input: terminal.stdin, terminal: false })) {
    const { text, problem } = evaluateLine(line.trim(), context);
    tell(ui, problem);
    last = text;
  }
  ui.message(last);
  return 0;
}

/** Packer gives these no severity, so that they are no errors to it. */
function tell(ui: Ui, problem: Evaluation['problem']): void {
  if (problem !== undefined) ui.say(problemText([problem]));
}

/** Variables that cannot all be given a value do not keep anybody from trying: then those given count, as in Packer. */
async function contextOf(call: Call, redactor: Redactor): Promise<RenderContext> {
  const { flags, terminal, operands, ui } = call;
  const source = await readTemplateOrSmallest(operands[0], terminal);
  const template = parseSource(source);
  const { env, cwd } = terminal;
  const variables = flags.all('var');
  const plugins = await openCatalog([...new Set([dirname(source.path), cwd])]);
  const { functions } = plugins;
  const questions = new Questions();
  const given = { variables, variableFiles: flags.all('var-file'), env, cwd, functions, questions };
  const resolved = await resolveAll(template, given);
  if (resolved.problem !== undefined && terminal.interactive === true)
    ui.error(problemText([problemOf('', resolved.problem)]));
  redactor.hide(resolved.sensitive ?? []);
  const user = resolved.context?.user ?? new Map(variables.map(parseVarFlag));
  const base = { now: new Date(), pwd: cwd, version: '', user, functions, questions };
  const { templateDir } = resolved.context ?? {};
  return operands[0] === undefined || templateDir === undefined ? base : { ...base, templateDir };
}
