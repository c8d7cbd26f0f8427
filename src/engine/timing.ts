import { metered, type Spent } from './spent.ts';

/** What the end of a step tells of its time. */
interface Timing {
  readonly spent?: Spent;
  /** What it waited for longest: of the steps that it needs, the one that ended last. */
  readonly after?: string;
}

/** Runs the steps of one build and measures them, where somebody wants to know. */
export interface Timer {
  run<Fact>(step: TimedStep, run: () => Promise<Fact>): Promise<Fact>;
  /** Of a step that has run. */
  of(step: TimedStep): Timing;
}

interface TimedStep {
  readonly name: string;
  readonly needs: readonly string[];
}

export function timer(wanted = false): Timer {
  const timings = new Map<string, Timing>();
  const measured = async <Fact>({ name, needs }: TimedStep, run: () => Promise<Fact>) => {
    const after = [...timings.keys()].findLast((each) => needs.includes(each));
    return metered(run, (spent) => {
      // The steps stand in the order in which they ended.
      timings.delete(name);
      timings.set(name, { spent, ...(after !== undefined && { after }) });
    });
  };
  return {
    run: (step, run) => (wanted ? measured(step, run) : run()),
    of: ({ name }) => timings.get(name) ?? {},
  };
}
