import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Case, CHECKS } from './case.ts';
import { complaints, isUsage, normalised } from './normalise.ts';
import type { Ours } from './ours.ts';
import { filesIn, furnish, type Outcome } from './outcome.ts';
import { environment, packer } from './packer.ts';
import { waiting } from './waiting.ts';

/** One call, as it went with either tool. */
export interface Pair {
  readonly call: string;
  readonly packer: Outcome;
  readonly ours: Outcome;
  /** The order of lines is chance. */
  readonly unordered: boolean;
}

/** Their folders have names of one length: texts are wrapped. */
const SIDES = ['origin', 'native'] as const;

/** Runs the calls of a case through both tools, each in a folder of its own. */
export async function runBoth(one: Case, ours: Ours): Promise<readonly Pair[]> {
  const home = mkdtempSync(join(tmpdir(), 'differential-'));
  try {
    const [theirs, own] = SIDES.map((side) => join(home, side));
    for (const folder of [theirs, own]) {
      mkdirSync(folder ?? '');
      furnish(folder ?? '', one);
    }
    const env = { ...environment(home), ...one.env };
    const around = { env, stdin: one.stdin };
    const pairs: Pair[] = [];
    for (const argv of commandsOf(one)) {
      const [left, right] = await Promise.all([
        packer({ ...around, argv, cwd: theirs ?? '' }),
        ours.call({ ...around, argv, cwd: own ?? '' }),
      ]);
      const first = outcome(left, theirs ?? '');
      const second = outcome(right, own ?? '');
      const lost = isUsage(left.stdout) && first.stdout === '';
      const own = lost ? { ...second, stdout: '' } : second;
      pairs.push({ call: argv.join(' '), packer: first, ours: own, unordered: one.unordered === true });
    }
    return pairs;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Without those commands that are still waited for. */
export function commandsOf({ commands = CHECKS }: Case): readonly (readonly string[])[] {
  return commands.filter(([command]) => !(waiting as ReadonlySet<string>).has(command ?? ''));
}

function outcome(ran: Pick<Outcome, 'code' | 'stdout'>, folder: string): Outcome {
  const files = Object.entries(filesIn(folder)).map(([path, text]) => [path, normalised(text, folder)]);
  const said = normalised(ran.stdout, folder);
  const stdout = isUsage(said) ? complaints(said) : said;
  return { code: ran.code, stdout, files: Object.fromEntries(files) };
}
