import { hasErrors } from '../../builds/outcome.ts';
import { plan } from '../../builds/plan.ts';
import { policy } from '../../builds/policy.ts';
import { readTemplate } from '../../builds/template-source.ts';
import type { Run } from '../command.ts';
import { mistakesOf, problemText } from '../diagnostics.ts';
import { tellMistakes } from '../mistakes.ts';
import { aroundOf } from '../requests.ts';
import { selectionOf } from '../selection.ts';

/** Plays the builds of a template on an embedded cloud, and prints the RAM policy that their calls need. */
export const run: Run = async (call) => {
  const { flags, operands, terminal, ui } = call;
  const source = await readTemplate(operands[0] ?? '', terminal);
  const loaded = await plan(source, {
    ...selectionOf(flags),
    ...aroundOf(call),
    force: flags.on('force'),
  });
  const { problems, redactor } = loaded;
  // Standard output is the policy alone, so that it can be piped to where it is needed.
  if (problems.length > 0) {
    const told = problems.filter(({ beyondPacker }) => beyondPacker === undefined);
    if (told.length > 0) terminal.stderr.write(`${redactor.text(problemText(told))}\n`);
    tellMistakes(mistakesOf(problems), { terminal, machineReadable: false }, redactor);
  }
  if (hasErrors(problems)) return 1;
  ui.say(JSON.stringify(await policy(loaded), null, 2));
  return 0;
};
