import type { Run } from '../command.ts';
import { problemText } from '../diagnostics.ts';
import { loadBuilds } from '../load-builds.ts';
import { parseSource } from '../parse-source.ts';
import { selectionOf } from '../selection.ts';
import { readTemplate } from '../template-source.ts';

/** Checks a template without any call to a cloud. Says nothing when all is well, as Packer does. */
export const run: Run = async ({ flags, operands: [name = ''], terminal, ui }) => {
  const source = await readTemplate(name, terminal);
  if (flags.on('syntax-only')) {
    parseSource(source);
    ui.say('Syntax-only check passed. Everything looks okay.');
    return 0;
  }
  const { problems, redactor } = await loadBuilds(source, {
    ...selectionOf(flags),
    ...{ env: terminal.env, cwd: terminal.cwd, force: false, runnable: false },
  });
  if (problems.length > 0) ui.error(redactor.text(problemText(problems)));
  return problems.some(({ severity }) => severity === 'Error') ? 1 : 0;
};
