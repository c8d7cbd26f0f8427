import { sideBySide } from '../crash/side-by-side.ts';
import { type Fault, faults, type Point } from './faults.ts';
import { type Reference, reference } from './stage.ts';
import { type Outcome, tried, type Verb, verbs } from './trial.ts';

export interface Plan {
  /** Every how-manyth trial; which ones, the offset decides. */
  readonly every: number;
  readonly offset: number;
  /** Beginning of the names of the faults that are wanted. */
  readonly only: string;
  /** Builds side by side. */
  readonly jobs: number;
}

/** How often each outcome came. */
export interface Row {
  readonly name: string;
  readonly counts: ReadonlyMap<Outcome, number>;
  readonly failures: readonly string[];
}

export const outcomes: readonly Outcome[] = ['succeeded', 'undone', 'resumed', 'cleaned', 'not met', 'WRONG'];

interface Trial {
  readonly fault: Fault;
  readonly point: Point;
  readonly verb: Verb;
}

/** Every fault at every call, with everything that can be done about it. `tell` hears of each row. */
export async function campaign(plan: Plan, tell: (row: Row) => void): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const references = new Map<string, Promise<Reference>>();
  let turn = plan.offset;
  for (const fault of faults.filter(({ name }) => name.startsWith(plan.only))) {
    const kind = fault.with ?? '';
    references.set(kind, references.get(kind) ?? reference(fault));
    const expected = await references.get(kind);
    if (expected === undefined) continue;
    const trials = trialsOf(fault, expected).filter(() => turn++ % plan.every === 0);
    if (trials.length === 0) continue;
    const row = await rowOf(fault, trials, { expected, jobs: plan.jobs });
    rows.push(row);
    tell(row);
  }
  return rows;
}

/** A fault that the build gets over leaves nothing to do about it. */
function trialsOf(fault: Fault, { points }: Reference): readonly Trial[] {
  const tries = fault.harmless ? verbs.slice(0, 1) : verbs;
  return points
    .filter(({ action }) => fault.at?.test(action) ?? true)
    .flatMap((point) => tries.map((verb) => ({ fault, point, verb })));
}

async function rowOf(
  { name }: Fault,
  trials: readonly Trial[],
  { expected, jobs }: { expected: Reference; jobs: number },
): Promise<Row> {
  const counts = new Map<Outcome, number>();
  const failures: string[] = [];
  await sideBySide(trials, jobs, async ({ fault, point, verb }) => {
    const { outcome, wrong } = await tried(fault, point, { verb, expected });
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if (wrong.length > 0)
      failures.push(`${name} at ${point.action}#${point.nth}, ${verb}:\n  ${wrong.join('\n  ')}`);
  });
  return { name, counts, failures };
}
