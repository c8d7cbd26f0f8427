/** What becomes of a failed build: Packer's four choices, and `cleanup-all`, which takes a complete result away as well. */
export type OnError = 'cleanup' | 'cleanup-all' | 'abort' | 'ask' | 'run-cleanup-provisioner';

/** A step, or one of the parts that it does one after the other, from 1: a provisioner. */
export interface RunPlace {
  readonly step: string;
  readonly part?: number;
}

/** How one go at a run differs from running it through. */
export interface RunControl {
  /** The last step to run, in the order of the list; then everything is kept. */
  readonly until?: string;
  /** The place from which everything is done again, whether it had been done or not. */
  readonly from?: RunPlace;
  /** Only this place is run, once more; everything is kept whatever comes of it. */
  readonly only?: RunPlace;
  /** Measure what the time of each step goes to. */
  readonly timings?: boolean;
  /** Whoever watches decides about a failed step; `step` is what people call it. */
  ask?(step: string, error: unknown): Promise<'cleanup' | 'abort' | 'retry'>;
  /** Steps run one after the other: of those that are ready (in the order of the list), the one that this names. */
  next?(ready: readonly string[]): string;
  /** Steps run one after the other, and each of these moments waits for whoever watches. */
  pause?(moment: 'after run' | 'before cleanup', step: string): Promise<void>;
}

/** In a build of one step there is nothing to decide about the others, and nothing to pause between. */
export function controlOf(steps: number, control: RunControl = {}): RunControl {
  const { ask, pause, next, ...rest } = control;
  if (steps === 1) return rest;
  // With pauses in the order of the list, in which everything needed comes first.
  return pause !== undefined && next === undefined ? { ...control, next: ([first = '']) => first } : control;
}
