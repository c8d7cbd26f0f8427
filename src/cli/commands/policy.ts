import { loadBuilds } from '../../builds/load-builds.ts';
import { ramPolicy } from '../../builds/ram-policy.ts';
import { rehearse } from '../../builds/rehearse.ts';
import { readTemplate } from '../../builds/template-source.ts';
import type { Run } from '../command.ts';
import { mistakesOf, problemText } from '../diagnostics.ts';
import { tellMistakes } from '../mistakes.ts';
import { selectionOf } from '../selection.ts';

/** A policy asks nobody, so it needs no credentials. */
const NO_ACCOUNT = { accessKeyId: 'none', accessKeySecret: 'none' };

/** Plays the builds of a template on an embedded cloud, and prints the RAM policy that their calls need. */
export const run: Run = async ({ flags, operands: [name = ''], terminal, ui }) => {
  const source = await readTemplate(name, terminal);
  const { builds, problems, redactor } = await loadBuilds(source, {
    ...selectionOf(flags),
    env: terminal.env,
    cwd: terminal.cwd,
    force: flags.on('force'),
    runnable: false,
    keys: NO_ACCOUNT,
  });
  // Standard output is the policy alone, so that it can be piped to where it is needed.
  if (problems.length > 0) {
    const told = problems.filter(({ beyondPacker }) => beyondPacker === undefined);
    terminal.stderr.write(`${redactor.text(problemText(told))}\n`);
    tellMistakes(mistakesOf(problems), { terminal, machineReadable: false }, redactor);
  }
  if (problems.some(({ severity }) => severity === 'Error')) return 1;
  const calls = new Set<string>();
  const roles = builds.flatMap(({ prepared }) => prepared.roles ?? []);
  for (const { prepared } of builds) for (const call of await rehearse(prepared)) calls.add(call);
  ui.say(JSON.stringify(ramPolicy([...calls], roles), null, 2));
  return 0;
};
