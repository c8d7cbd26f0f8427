import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ownFolder } from '../own-folder.ts';
import { type Case, CHECKS } from './case.ts';
import type { Order } from './driver.ts';
import { complaints, isUsage, normalised, type Places, USAGE } from './normalise.ts';
import { changedIn, filesIn, furnish, type Outcome, sorted } from './outcome.ts';
import { environment, packer } from './packer.ts';

/** One call, as it went with either tool. */
export interface Pair {
  readonly call: string;
  readonly packer: Outcome;
  readonly ours: Outcome;
  /** The order of lines is chance. */
  readonly unordered: boolean;
}

/** Calls a tool once. */
export type Tool = (order: Order) => Promise<Pick<Outcome, 'code' | 'stdout'>>;

/** Runs the calls of a case through one tool, in a folder of its own. */
export async function outcomesOf(one: Case, tool: Tool): Promise<readonly Outcome[]> {
  using own = ownFolder();
  const home = own.path;
  const folder = join(home, 'native');
  mkdirSync(folder);
  furnish(folder, one);
  const before = filesIn(folder);
  const around = { cwd: folder, env: { ...environment(home), ...one.env }, stdin: one.stdin };
  const outcomes: Outcome[] = [];
  for (const argv of one.commands ?? CHECKS) {
    const { code, stdout } = await tool({ ...around, argv });
    const files = changedIn(folder, before);
    outcomes.push(comparable({ code, stdout, files }, { home, folder }));
  }
  return outcomes;
}

/** What Packer makes of a case. Where a usage came without a complaint, the complaint may be lost: it is asked again. */
export async function packersAnswer(one: Case): Promise<readonly Outcome[]> {
  let outcomes = await outcomesOf(one, packer);
  for (let tries = 0; tries < 3 && outcomes.some(({ stdout }) => stdout === USAGE); tries += 1)
    outcomes = await outcomesOf(one, packer);
  return one.unordered ? outcomes.map(sorted) : outcomes;
}

/** What both tools made of each call of a case. */
export function paired(
  { commands = CHECKS, unordered = false }: Case,
  packer: readonly Outcome[],
  ours: readonly Outcome[],
): readonly Pair[] {
  return commands.map((argv, index) => {
    const [theirs, own] = [packer[index], ours[index]];
    if (theirs === undefined || own === undefined) throw new Error(`nothing came of ${argv.join(' ')}`);
    return { call: argv.join(' '), packer: theirs, ours: own, unordered };
  });
}

function comparable(outcome: Outcome, places: Places): Outcome {
  const files = Object.entries(outcome.files).map(([path, text]) => [path, normalised(text, places)]);
  const said = normalised(outcome.stdout, places);
  return {
    code: outcome.code,
    stdout: isUsage(said) ? complaints(said) : said,
    files: Object.fromEntries(files),
  };
}
