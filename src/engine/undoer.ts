import type { BuildEvent, Emit, UndoReason } from '../events/event.ts';
import { eventError } from './event-error.ts';
import type { Journal } from './journal.ts';
import { scopeOf } from './scope.ts';
import type { FactMap, Step, Unsigned } from './step.ts';

interface UndoerOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly env: Env;
  /** One that goes on though the disk takes no more. */
  readonly journal: Journal;
  readonly emit: Emit;
  readonly buildName: string;
  /** Those known by now; read at each undo. */
  readonly facts: Partial<Facts>;
  /** Takes what the build has failed of in place of the first error. */
  replaceError?(error: unknown): void;
}

export interface UndoCause {
  readonly because: UndoReason;
  /** The first error of the build, if it failed. */
  readonly error?: unknown;
}

/** Undoes steps, and notes and tells it. A failing undo is told and noted, and never thrown. */
export class Undoer<Env, Facts extends FactMap> {
  readonly #options: UndoerOptions<Env, Facts>;

  constructor(options: UndoerOptions<Env, Facts>) {
    this.#options = options;
  }

  /** Undoes one step, if an earlier process has not; gives whether nothing of it is left. */
  async undo(step: Step<Env, Facts>, cause: UndoCause): Promise<boolean> {
    const { journal } = this.#options;
    const status = journal.state.steps.get(step.name)?.status;
    if (status === undefined || status === 'undone' || status === 'finished') return true;
    const begin = performance.now();
    this.#emit({ type: 'undo-started', step: step.name, because: cause.because });
    try {
      await this.run(step, cause);
      const finished = cause.because === 'finished';
      journal.write({ type: 'undone', step: step.name, ...(finished && { finished }) });
      this.#emit({ type: 'undo-done', step: step.name, milliseconds: Math.round(performance.now() - begin) });
      return true;
    } catch (error) {
      this.#left(step, error);
      return false;
    }
  }

  /** All of these steps, those that need another one before it. */
  async undoAll(steps: ReadonlySet<string>, cause: UndoCause): Promise<boolean> {
    const undos = new Map<string, Promise<boolean>>();
    const undo = (step: Step<Env, Facts>): Promise<boolean> => {
      const known = undos.get(step.name);
      if (known !== undefined) return known;
      const dependents = this.#options.steps.filter((other) => other.needs.includes(step.name));
      const undone = Promise.all(dependents.map(undo)).then(
        () => !steps.has(step.name) || this.undo(step, cause),
      );
      undos.set(step.name, undone);
      return undone;
    };
    return (await Promise.all(this.#options.steps.map(undo))).every((clean) => clean);
  }

  /** The undo of a step alone, without a word in the journal. */
  async run(step: Step<Env, Facts>, { because, error }: UndoCause): Promise<void> {
    const { env, journal, facts, replaceError = () => undefined } = this.#options;
    // What was begun to be undone is undone: nothing may interrupt it but the end of the process.
    const { signal } = new AbortController();
    const emit = (event: Unsigned<BuildEvent>) => this.#emit(event);
    const scope = scopeOf({ env, journal, step: step.name, signal, emit });
    const undoScope = Object.assign(scope, { because, error, replaceError });
    await step.undo?.(undoScope, facts, facts[step.name]);
  }

  #left(step: Step<Env, Facts>, error: unknown): void {
    const told = eventError(error);
    this.#emit({ type: 'undo-failed', step: step.name, error: told });
    const { code, message } = told;
    this.#options.journal.write({ type: 'left', step: step.name, code, message });
  }

  #emit(event: Unsigned<BuildEvent>): void {
    this.#options.emit({ ...event, build: this.#options.buildName } as BuildEvent);
  }
}
