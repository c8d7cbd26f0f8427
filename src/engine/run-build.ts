import { setMaxListeners } from 'node:events';
import { BuildError, type ErrorCode, isBuildError } from '../errors/build-error.ts';
import type { BuildEvent } from '../events/event.ts';
import type { BuildOptions } from './build-options.ts';
import { eventError } from './event-error.ts';
import { forgiving } from './forgiving-journal.ts';
import type { Journal } from './journal.ts';
import type { RunOutcome } from './journal-record.ts';
import type { Undoing } from './journal-state.ts';
import { keepAll } from './keep.ts';
import { keptResult } from './keep-result.ts';
import { knownFacts, revive } from './revive.ts';
import { controlOf, type RunControl, type RunPlace } from './run-control.ts';
import { scopeOf } from './scope.ts';
import { checkOrder, type FactMap, type Step, titleOf, type Unsigned } from './step.ts';
import { type Timer, timer } from './timing.ts';
import { type Turns, turnsOf } from './turns.ts';
import { type UndoCause, Undoer } from './undoer.ts';
import { cancelled, factMissing, journalLost, keptForLater } from './words.ts';

/**
 * Runs the steps of one build: each as soon as the facts that it needs are there, each temporary thing undone as soon
 * as nothing needs it any more. What the journal tells to be done is taken over after a look; a run that was being
 * undone goes on with that. On failure or cancellation running steps are stopped, then everything that was begun is
 * undone, dependents first. Rejects with the first error; a failing undo is told as an event and never replaces it.
 */
export async function runBuild<Env, Facts extends FactMap>(
  options: BuildOptions<Env, Facts>,
): Promise<Partial<Facts>> {
  return new Build(options).run();
}

class Build<Env, Facts extends FactMap> {
  readonly #options: BuildOptions<Env, Facts>;
  readonly #control: RunControl;
  readonly #facts: Partial<Facts> = {};
  readonly #undoer: Undoer<Env, Facts>;
  /** The journal for what has to go on without one. */
  readonly #lasting: Journal;
  /** Memo of executions: a step runs once, whoever waits for it. */
  readonly #executions = new Map<string, Promise<void>>();
  readonly #undos = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  readonly #timer: Timer;
  readonly #turns: Turns;
  #failure: { readonly error: unknown } | undefined;
  #keeps: boolean;

  constructor(options: BuildOptions<Env, Facts>) {
    this.#options = options;
    this.#control = controlOf(options.steps.length, options.control);
    this.#timer = timer(this.#control.timings);
    this.#turns = turnsOf(options.steps, this.#control.next);
    this.#keeps = options.onError === 'abort' || options.onError === 'run-cleanup-provisioner';
    this.#lasting = forgiving(options.journal, () => this.#emit(journalLost));
    const replaceError = (error: unknown) => {
      this.#failure = { error };
    };
    this.#undoer = new Undoer({ ...options, journal: this.#lasting, facts: this.#facts, replaceError });
    // Every wait and call of every step listens on this one signal.
    setMaxListeners(0, this.#stop.signal);
    checkOrder(options.steps);
  }

  async run(): Promise<Partial<Facts>> {
    const { signal, journal } = this.#options;
    const { undoing } = journal.state;
    if (undoing !== undefined) return this.#goOnUndoing(undoing);
    const cancel = () => this.#fail(cancelled());
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      if (this.#control.only !== undefined) await this.#runAlone(this.#control.only);
      else if (await this.#takeUp()) await this.#runThrough();
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    if (this.#failure !== undefined) return this.#giveUp(this.#failure.error);
    const { until, only } = this.#control;
    return this.#end(until === undefined && only === undefined ? 'succeeded' : 'stopped');
  }

  /** Decides which facts of earlier processes count; a failure here costs nothing that is there. */
  async #takeUp(): Promise<boolean> {
    const { steps, journal } = this.#options;
    if (journal.state.steps.size === 0) return true;
    Object.assign(this.#facts, knownFacts(steps, journal.state));
    const { from } = this.#control;
    const scope = (step: Step<Env, Facts>) => this.#scope(step);
    const say = (text: string) => this.#emit({ type: 'note', level: 'say', text });
    try {
      await revive({ steps, journal, facts: this.#facts, undoer: this.#undoer, from, scope, say });
      return true;
    } catch (error) {
      this.#keeps = true;
      this.#fail(error);
      return false;
    }
  }

  async #runThrough(): Promise<void> {
    const [{ steps }, { until }] = [this.#options, this.#control];
    const last = until === undefined ? steps.length : steps.findIndex(({ name }) => name === until) + 1;
    const wanted = steps.slice(0, last);
    await Promise.all(wanted.map((step) => this.#execute(step)));
    await Promise.all(this.#undos.values());
  }

  async #runAlone({ step: name, part }: RunPlace): Promise<void> {
    this.#keeps = true;
    const { steps, journal } = this.#options;
    Object.assign(this.#facts, knownFacts(steps, journal.state));
    const step = steps.find((other) => other.name === name);
    const missing = step?.needs.find((need) => this.#facts[need] === undefined);
    if (step === undefined || missing !== undefined) return this.#fail(factMissing(name, missing ?? ''));
    const unfinished = part !== undefined && journal.state.steps.get(name)?.status !== 'done';
    journal.write({ type: 'again', step: name, part: part ?? 1, alone: part !== undefined });
    await this.#perform(step);
    // One part is not the whole step, which goes on with the others when the run is taken up.
    if (unfinished && this.#failure === undefined)
      journal.write({ type: 'again', step: name, part: 0, alone: true });
  }

  #end(outcome: RunOutcome): Partial<Facts> {
    if (outcome !== 'succeeded' || this.#options.followed !== true)
      this.#lasting.write({ type: 'ended', outcome });
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#facts;
  }

  async #giveUp(error: unknown): Promise<Partial<Facts>> {
    const { onError, steps } = this.#options;
    const journal = this.#lasting;
    if (this.#keeps) {
      const tell = (text: string) => this.#emit({ type: 'note', level: 'error', text });
      const now = () => this.#failure?.error;
      await keepAll({ steps, journal, undoer: this.#undoer, onError, error: now, tell });
      return this.#end('aborted');
    }
    if (await keptResult({ steps, journal, undoer: this.#undoer, onError })) return this.#end('aborted');
    const because = this.#options.signal.aborted ? 'cancelled' : 'failed';
    const { code, message } = eventError(error);
    this.#lasting.write({ type: 'undoing', because, code, message });
    await this.#undoBegun({ because, error });
    return this.#end(because);
  }

  async #goOnUndoing({ because, code, message }: Undoing): Promise<Partial<Facts>> {
    const { steps, journal } = this.#options;
    Object.assign(this.#facts, knownFacts(steps, journal.state));
    const error = new BuildError(code as ErrorCode, message);
    this.#failure = { error };
    await this.#undoBegun({ because, error });
    return this.#end(because);
  }

  async #undoBegun(cause: UndoCause): Promise<void> {
    const { steps, journal } = this.#options;
    const begun = steps.filter(({ name, undo }) => undo !== undefined && journal.state.steps.has(name));
    const { pause } = this.#control;
    if (pause !== undefined)
      for (const step of begun.toReversed())
        await pause('before cleanup', titleOf(step)).catch(() => undefined);
    await this.#undoer.undoAll(new Set(begun.map(({ name }) => name)), cause);
  }

  /** Resolves when the step is done, has failed or cannot run; failures are kept in `#failure`. */
  #execute(step: Step<Env, Facts>): Promise<void> {
    const known = this.#executions.get(step.name);
    if (known !== undefined) return known;
    // Deferred, so that the memo stands before a dependent asks for this step again.
    const execution = Promise.resolve().then(() => this.#executeOnce(step));
    this.#executions.set(step.name, execution);
    if (step.undo !== undefined && step.keep !== true && this.#control.until === undefined)
      this.#undos.set(step.name, this.#undoWhenFree(step));
    return execution;
  }

  async #executeOnce(step: Step<Env, Facts>): Promise<void> {
    const needed = this.#options.steps.filter((other) => step.needs.includes(other.name));
    await Promise.all(needed.map((other) => this.#execute(other)));
    if (this.#failure !== undefined || this.#facts[step.name] !== undefined) return;
    await this.#turns(step.name, async () => {
      if (this.#failure !== undefined) return;
      await this.#perform(step);
      if (this.#failure === undefined) await this.#control.pause?.('after run', titleOf(step));
    });
  }

  async #perform(step: Step<Env, Facts>): Promise<void> {
    const { journal } = this.#options;
    const begin = performance.now();
    const milliseconds = () => Math.round(performance.now() - begin);
    try {
      journal.write({ type: 'started', step: step.name });
      this.#emit({ type: 'step-started', step: step.name });
      const fact = await this.#timer.run(step, () => step.run(this.#scope(step), this.#facts as Facts));
      journal.write({ type: 'done', step: step.name, fact });
      this.#facts[step.name] = fact;
      const took = { step: step.name, milliseconds: milliseconds() };
      this.#emit({ type: 'step-done', ...took, ...this.#timer.of(step) });
    } catch (error) {
      if (await this.#failed(step, error, milliseconds())) await this.#perform(step);
    }
  }

  /** Gives whether the step is to be tried again. */
  async #failed(step: Step<Env, Facts>, cause: unknown, milliseconds: number): Promise<boolean> {
    const first = this.#failure === undefined;
    const late = first && step.keepsOnTimeout === true && isBuildError(cause, 'wait-timeout');
    const error = late ? keptForLater(cause, this.#options.journal.state.header?.id ?? '') : cause;
    const told = eventError(error);
    const { code, message } = told;
    this.#lasting.write({ type: 'failed', step: step.name, code, message });
    // A step that was stopped because another one failed has nothing to tell.
    if (first) this.#emit({ type: 'step-failed', step: step.name, milliseconds, error: told });
    const answer = first ? await this.#control.ask?.(titleOf(step), error) : undefined;
    if (answer === 'retry' && this.#failure === undefined) return true;
    if (answer === 'abort' || (late && answer !== 'cleanup')) this.#keeps = true;
    this.#fail(error);
    return false;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort();
  }

  /** Success path: nothing that runs or will run needs the step's thing, and those that needed it are gone. */
  async #undoWhenFree(step: Step<Env, Facts>): Promise<void> {
    const dependents = this.#options.steps.filter((other) => other.needs.includes(step.name));
    await this.#executions.get(step.name);
    await Promise.all(dependents.map((other) => this.#execute(other)));
    const leaning = dependents.filter((other) => other.outlives?.includes(step.name) !== true);
    await Promise.all(leaning.map((other) => this.#undos.get(other.name)));
    if (this.#failure !== undefined) return;
    await this.#control.pause?.('before cleanup', titleOf(step));
    await this.#undoer.undo(step, { because: 'finished' });
  }

  #scope(step: Step<Env, Facts>) {
    const { env, journal } = this.#options;
    const emit = (event: Unsigned<BuildEvent>) => this.#emit(event);
    return scopeOf({ env, journal, step: step.name, signal: this.#stop.signal, emit });
  }

  #emit(event: Unsigned<BuildEvent>): void {
    this.#options.emit({ ...event, build: this.#options.buildName } as BuildEvent);
  }
}
