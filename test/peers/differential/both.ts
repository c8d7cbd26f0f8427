import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Case, CHECKS, type Commands } from './case.ts';
import { complaints, isUsage, normalised } from './normalise.ts';
import type { Ours } from './ours.ts';
import { filesIn, furnish, type Outcome } from './outcome.ts';
import { environment, packer } from './packer.ts';

/** One call, as it went with either tool. */
export interface Pair {
  readonly call: string;
  readonly packer: Outcome;
  readonly ours: Outcome;
  /** The order of lines is chance. */
  readonly unordered: boolean;
}

/** Runs the calls of a case through both tools, each in a folder of its own. */
export async function runBoth(one: Case, ours: Ours): Promise<readonly Pair[]> {
  const home = mkdtempSync(join(tmpdir(), 'differential-'));
  // Names of one length: texts are wrapped.
  const [theirs, own] = [join(home, 'origin'), join(home, 'native')];
  try {
    for (const folder of [theirs, own]) {
      mkdirSync(folder);
      furnish(folder, one);
    }
    const around = { env: { ...environment(home), ...one.env }, stdin: one.stdin };
    const pairs: Pair[] = [];
    for (const argv of commandsOf(one)) {
      const [left, right] = await Promise.all([
        packer({ ...around, argv, cwd: theirs }),
        ours.call({ ...around, argv, cwd: own }),
      ]);
      const [first, second] = [outcome(left, theirs), outcome(right, own)];
      const lost = isUsage(left.stdout) && first.stdout === '';
      const answer = lost ? { ...second, stdout: '' } : second;
      pairs.push({ call: argv.join(' '), packer: first, ours: answer, unordered: one.unordered === true });
    }
    return pairs;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function commandsOf({ commands = CHECKS }: Case): Commands {
  return commands;
}

function outcome(ran: Pick<Outcome, 'code' | 'stdout'>, folder: string): Outcome {
  const files = Object.entries(filesIn(folder)).map(([path, text]) => [path, normalised(text, folder)]);
  const said = normalised(ran.stdout, folder);
  return {
    code: ran.code,
    stdout: isUsage(said) ? complaints(said) : said,
    files: Object.fromEntries(files),
  };
}
