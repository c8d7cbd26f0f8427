import { loadBuilds } from '../../builds/load-builds.ts';
import { hasErrors } from '../../builds/outcome.ts';
import { parseSource } from '../../builds/parse-source.ts';
import { readTemplate } from '../../builds/template-source.ts';
import { PACKER_VERSION } from '../../template/model/version.ts';
import type { Run } from '../command.ts';
import { tellProblems } from '../diagnostics.ts';
import { selectionOf } from '../selection.ts';

/** Checks a template without any call to a cloud. Says nothing when all is well, as Packer does. */
export const run: Run = async (call) => {
  const { flags, operands, terminal, ui } = call;
  const source = await readTemplate(operands[0] ?? '', terminal);
  const syntaxOnly = flags.on('syntax-only');
  if (syntaxOnly && source.hcl === undefined) {
    parseSource(source);
    ui.say('Syntax-only check passed. Everything looks okay.');
    return 0;
  }
  const { problems, redactor, dialect } = await loadBuilds(source, {
    ...selectionOf(flags),
    env: terminal.env,
    cwd: terminal.cwd,
    force: false,
    runnable: false,
    syntaxOnly,
    asksData: flags.on('evaluate-datasources'),
    warnsUndeclared: !flags.on('no-warn-undeclared-var'),
  });
  await tellProblems(problems, call, redactor);
  if (hasErrors(problems)) return 1;
  if (syntaxOnly) ui.say('Syntax-only check passed. Everything looks okay.');
  else if (dialect !== PACKER_VERSION) ui.say('The configuration is valid.');
  return 0;
};
