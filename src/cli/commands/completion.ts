import type { Call, Run } from '../command.ts';
import { type Candidate, complete } from '../completion/candidates.ts';
import { SCRIPTS, SHELLS, type Shell } from '../completion/shells.ts';
import { shellUnknown } from '../words.ts';

/** Prints what a shell has to load; with words behind it, what can come next, which is what the shell then asks. */
export const run: Run = async (call) => {
  const [name = '', ...words] = call.operands;
  const shell = SHELLS.find((known) => known === name);
  if (shell === undefined) throw shellUnknown(name, SHELLS);
  if (words.length === 0) call.ui.say(SCRIPTS[shell]);
  else await answer(shell, shell === 'bash' ? joined(words) : words, call);
  return 0;
};

async function answer(shell: Shell, words: readonly string[], { terminal, ui }: Call): Promise<void> {
  const { candidates, files } = await complete(words, terminal);
  const done = shell === 'bash' ? (/^.*[=:]/.exec(words.at(-1) ?? '')?.[0].length ?? 0) : 0;
  for (const candidate of candidates) ui.say(shown(candidate, shell).slice(done));
  if (files !== undefined) ui.say(`:${files}`);
}

function shown({ value, description }: Candidate, shell: Shell): string {
  return shell === 'bash' || description === undefined ? value : `${value}\t${description}`;
}

/** Bash parts words at `=` and `:`. Only what stands behind them is replaced. */
function joined(words: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let glued = false;
  for (const word of words) {
    const sign = /^[=:]+$/.test(word);
    if ((sign || glued) && whole.length > 0) whole.push(`${whole.pop() ?? ''}${word}`);
    else whole.push(word);
    glued = sign;
  }
  return whole;
}
