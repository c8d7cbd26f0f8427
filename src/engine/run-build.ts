import { setMaxListeners } from 'node:events';
import { BuildError } from '../errors/build-error.ts';
import { cancelled, reason } from '../errors/word/engine.ts';
import type { BuildEvent, Emit, UndoReason } from '../events/event.ts';
import type { Journal } from './journal.ts';
import { scopeOf } from './scope.ts';
import type { FactMap, Step, Unsigned } from './step.ts';

export interface BuildOptions<Env, Facts extends FactMap> {
  readonly steps: readonly Step<Env, Facts>[];
  readonly env: Env;
  readonly journal: Journal;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly buildName: string;
  /** `abort`: a failed build keeps everything that it made. */
  readonly onError: 'cleanup' | 'abort';
}

/**
 * Runs the steps of one build: each as soon as the facts that it needs are there, each temporary thing undone as soon
 * as nothing needs it any more. On failure or cancellation running steps are stopped, then everything that was begun
 * is undone, dependents first. Rejects with the first error; a failing undo is told as an event and never replaces it.
 */
export async function runBuild<Env, Facts extends FactMap>(
  options: BuildOptions<Env, Facts>,
): Promise<Facts> {
  const build = new Build(options);
  return build.run();
}

class Build<Env, Facts extends FactMap> {
  readonly #options: BuildOptions<Env, Facts>;
  readonly #facts: Partial<Facts> = {};
  /** Memo of executions: a step runs once, whoever waits for it. */
  readonly #executions = new Map<string, Promise<void>>();
  readonly #undos = new Map<string, Promise<void>>();
  readonly #late = new Map<string, Promise<void>>();
  readonly #started = new Set<string>();
  readonly #stop = new AbortController();
  #failure: { readonly error: unknown } | undefined;

  constructor(options: BuildOptions<Env, Facts>) {
    this.#options = options;
    // Every wait and call of every step listens on this one signal.
    setMaxListeners(0, this.#stop.signal);
    checkOrder(options.steps);
  }

  async run(): Promise<Facts> {
    const { signal, steps, onError } = this.#options;
    const cancel = () => this.#fail(cancelled());
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await Promise.all(steps.map((step) => this.#execute(step)));
      await Promise.all(this.#undos.values());
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    if (this.#failure === undefined) return this.#end('succeeded');
    if (onError === 'abort') return this.#end('aborted');
    await Promise.all(steps.map((step) => this.#undoAfterFailure(step)));
    return this.#end(this.#because() === 'cancelled' ? 'cancelled' : 'failed');
  }

  #end(outcome: 'succeeded' | 'failed' | 'cancelled' | 'aborted'): Facts {
    this.#options.journal.write({ type: 'ended', outcome });
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#facts as Facts;
  }

  /** Resolves when the step is done, has failed or cannot run; failures are kept in `#failure`. */
  #execute(step: Step<Env, Facts>): Promise<void> {
    const known = this.#executions.get(step.name);
    if (known !== undefined) return known;
    // Deferred, so that the memo stands before a dependent asks for this step again.
    const execution = Promise.resolve().then(() => this.#executeOnce(step));
    this.#executions.set(step.name, execution);
    if (step.undo !== undefined && step.keep !== true) this.#undos.set(step.name, this.#undoWhenFree(step));
    return execution;
  }

  async #executeOnce(step: Step<Env, Facts>): Promise<void> {
    const needed = this.#options.steps.filter((other) => step.needs.includes(other.name));
    await Promise.all(needed.map((other) => this.#execute(other)));
    if (this.#failure !== undefined) return;
    const before = this.#options.journal.state.steps.get(step.name);
    if (before?.status === 'done') {
      this.#started.add(step.name);
      this.#facts[step.name] = before.fact as Facts[typeof step.name];
      return;
    }
    await this.#perform(step);
  }

  async #perform(step: Step<Env, Facts>): Promise<void> {
    const { journal } = this.#options;
    const begin = performance.now();
    const milliseconds = () => Math.round(performance.now() - begin);
    try {
      journal.write({ type: 'started', step: step.name });
      this.#started.add(step.name);
      this.#emit({ type: 'step-started', step: step.name });
      const fact = await step.run(this.#scope(step, this.#stop.signal), this.#facts as Facts);
      journal.write({ type: 'done', step: step.name, fact });
      this.#facts[step.name] = fact;
      this.#emit({ type: 'step-done', step: step.name, milliseconds: milliseconds() });
    } catch (error) {
      this.#failed(step, error, milliseconds());
    }
  }

  #failed(step: Step<Env, Facts>, error: unknown, milliseconds: number): void {
    const first = this.#failure === undefined;
    this.#fail(error);
    const told = eventError(error);
    this.#quietly(() =>
      this.#options.journal.write({
        type: 'failed',
        step: step.name,
        code: told.code,
        message: told.message,
      }),
    );
    // A step that was stopped because another one failed has nothing to tell.
    if (first) this.#emit({ type: 'step-failed', step: step.name, milliseconds, error: told });
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort();
  }

  /** Success path: nothing that runs or will run needs the step's thing, and those that needed it are gone. */
  async #undoWhenFree(step: Step<Env, Facts>): Promise<void> {
    const dependents = this.#dependents(step);
    await Promise.all([
      this.#executions.get(step.name),
      ...this.#options.steps
        .filter((other) => dependents.includes(other))
        .map((other) => this.#execute(other)),
    ]);
    await Promise.all(dependents.map((other) => this.#undos.get(other.name)));
    if (this.#failure !== undefined) return;
    await this.#undo(step);
  }

  async #undoAfterFailure(step: Step<Env, Facts>): Promise<void> {
    const known = this.#late.get(step.name);
    if (known !== undefined) return known;
    const undo = (async () => {
      await Promise.all(this.#dependents(step).map((other) => this.#undoAfterFailure(other)));
      if (step.undo !== undefined && this.#started.has(step.name)) await this.#undo(step);
    })();
    this.#late.set(step.name, undo);
    return undo;
  }

  async #undo(step: Step<Env, Facts>): Promise<void> {
    const { journal } = this.#options;
    if (journal.state.steps.get(step.name)?.status === 'undone') return;
    const because = this.#because();
    const begin = performance.now();
    this.#emit({ type: 'undo-started', step: step.name, because });
    try {
      const signal = new AbortController().signal;
      const scope = Object.assign(this.#scope(step, signal), { because, error: this.#failure?.error });
      await step.undo?.(scope, this.#facts, this.#facts[step.name]);
      journal.write({ type: 'undone', step: step.name });
      this.#emit({ type: 'undo-done', step: step.name, milliseconds: Math.round(performance.now() - begin) });
    } catch (error) {
      this.#emit({ type: 'undo-failed', step: step.name, error: eventError(error) });
    }
  }

  #dependents(step: Step<Env, Facts>): readonly Step<Env, Facts>[] {
    return this.#options.steps.filter((other) => other.needs.includes(step.name));
  }

  #because(): UndoReason {
    if (this.#failure === undefined) return 'finished';
    return this.#options.signal.aborted ? 'cancelled' : 'failed';
  }

  #scope(step: Step<Env, Facts>, signal: AbortSignal) {
    const { env, journal } = this.#options;
    return scopeOf({ env, journal, step: step.name, signal, emit: (event) => this.#emit(event) });
  }

  #emit(event: Unsigned<BuildEvent>): void {
    this.#options.emit({ ...event, build: this.#options.buildName } as BuildEvent);
  }

  /** A journal that cannot be written any more must not hide why the build failed. */
  #quietly(action: () => void): void {
    try {
      action();
    } catch {
      this.#emit({ type: 'note', level: 'error', text: 'The journal can no longer be written.' });
    }
  }
}

/** How an error is told: our own code and words, or the system's for anything unforeseen. */
export function eventError(error: unknown): { code: string; message: string; hint?: string } {
  if (!(error instanceof BuildError)) return { code: 'internal', message: reason(error) };
  const { code, message, hint } = error;
  return { code, message, ...(hint !== undefined && { hint }) };
}

function checkOrder<Env, Facts extends FactMap>(steps: readonly Step<Env, Facts>[]): void {
  const earlier = new Set<string>();
  for (const { name, needs } of steps) {
    const late = needs.find((need) => !earlier.has(need));
    if (late !== undefined)
      throw new BuildError('internal', `Step ${name} needs ${late}, which no earlier step gives.`);
    earlier.add(name);
  }
}
