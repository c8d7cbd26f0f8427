import { loadBuilds } from '../../builds/load-builds.ts';
import { parseSource } from '../../builds/parse-source.ts';
import { readTemplate } from '../../builds/template-source.ts';
import type { Run } from '../command.ts';
import { tellProblems } from '../diagnostics.ts';
import { selectionOf } from '../selection.ts';

/** Checks a template without any call to a cloud. Says nothing when all is well, as Packer does. */
export const run: Run = async (call) => {
  const { flags, operands, terminal, ui } = call;
  const source = await readTemplate(operands[0] ?? '', terminal);
  if (flags.on('syntax-only')) {
    parseSource(source);
    ui.say('Syntax-only check passed. Everything looks okay.');
    return 0;
  }
  const { problems, redactor } = await loadBuilds(source, {
    ...selectionOf(flags),
    env: terminal.env,
    cwd: terminal.cwd,
    force: false,
    runnable: false,
  });
  await tellProblems(problems, call, redactor);
  return problems.some(({ severity }) => severity === 'Error') ? 1 : 0;
};
