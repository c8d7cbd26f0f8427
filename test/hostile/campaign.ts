import { sideBySide } from '../crash/side-by-side.ts';
import { type Fault, faults, type Point } from './faults.ts';
import { type Reference, reference } from './stage.ts';
import { tableFaults } from './table-faults.ts';
import { type Outcome, tried, verbs } from './trial.ts';

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

/** Every fault at every call; a build that stops is also taken up, and cleaned up, in builds of their own. `tell` hears of each row. */
export async function campaign(plan: Plan, tell: (row: Row) => void): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const references = new Map<string, Promise<Reference>>();
  let turn = plan.offset;
  for (const fault of [...faults, ...tableFaults].filter(({ name }) => name.startsWith(plan.only))) {
    const kind = fault.with ?? '';
    references.set(kind, references.get(kind) ?? reference(fault));
    const expected = await references.get(kind);
    if (expected === undefined) continue;
    const points = expected.points
      .filter(({ action }) => fault.at?.test(action) ?? true)
      .filter(() => turn++ % plan.every === 0);
    if (points.length === 0) continue;
    const row = await rowOf(fault, points, { expected, jobs: plan.jobs });
    rows.push(row);
    tell(row);
  }
  return rows;
}

async function rowOf(
  fault: Fault,
  points: readonly Point[],
  { expected, jobs }: { expected: Reference; jobs: number },
): Promise<Row> {
  const counts = new Map<Outcome, number>();
  const failures: string[] = [];
  await sideBySide(points, jobs, async (point) => {
    for (const verb of verbs) {
      const { outcome, wrong } = await tried(fault, point, { verb, expected });
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
      if (wrong.length > 0)
        failures.push(failure(`${fault.name} at ${point.action}#${point.nth}, ${verb}`, wrong));
      // There is nothing to do about a build that has got over it.
      if (outcome === 'succeeded' || outcome === 'not met') break;
    }
  });
  return { name: fault.name, counts, failures };
}

function failure(where: string, wrong: readonly string[]): string {
  return `${where}:\n  ${wrong.join('\n  ')}`;
}
