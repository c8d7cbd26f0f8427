import { isBuildError } from '../errors/build-error.ts';
import type { Clock } from '../wire/clock.ts';
import { patiently, withGrace } from './grace.ts';
import type { Kind } from './kind.ts';
import { carries, type Marked } from './mark.ts';
import type { Flow, Resource } from './resource-definition.ts';
import { isRefusal, untilTaken } from './settling.ts';
import type { Scope, UndoScope } from './step.ts';
import { until } from './until.ts';
import { Visibility } from './visibility.ts';
import { cancelled, givenIsMissing } from './words.ts';

/**
 * Observe, ensure, wait: the one flow for a thing that a step owns. Given by the user: looked up. Else the one noted
 * earlier, or found by its tag, or created with its token; its id is noted durably before anything waits for it. A
 * first run is only the case where nothing is found, so running is also adopting what a crash left behind.
 */
export function resource<Env, Have, Spec, Item extends Marked, Fact>(
  definition: Resource<Env, Have, Spec, Item, Fact>,
): Flow<Env, Have, Fact> {
  const flow = new OwnedResource(definition);
  return {
    run: (scope, have) => flow.run(scope, have),
    check: (scope) => flow.check(scope),
    undo: (scope, have) => flow.undo(scope, have),
    held: (scope, have) => flow.held(scope, have),
  };
}

/** One for all: a thing is undone by another flow than the one that made it, where flows are made for each region. */
const visibility = new Visibility();

class OwnedResource<Env, Have, Spec, Item extends Marked, Fact> {
  readonly #definition: Resource<Env, Have, Spec, Item, Fact>;

  constructor(definition: Resource<Env, Have, Spec, Item, Fact>) {
    this.#definition = definition;
  }

  async run(scope: Scope<Env>, have: Have): Promise<Fact> {
    const definition = this.#definition;
    const given = definition.given?.(scope.env) ?? '';
    if (given !== '') return definition.fact(await this.#lookUp(given, scope), 'given', scope, have);
    // Asking and waiting share one deadline.
    const clock = this.#clock(scope);
    const begin = clock.now();
    const adopted = await this.#adopt(scope);
    const repeated = adopted === undefined && scope.unanswered(definition.key);
    const id = adopted ?? (await this.#create(scope, have));
    if (scope.signal.aborted) throw cancelled();
    const asked = { spent: clock.now() - begin, fresh: adopted === undefined && !repeated };
    const first = this.#ready(id, scope, asked);
    const item = await (repeated ? first.catch((error) => this.#afresh(error, id, scope, have)) : first);
    if (definition.made) scope.emit({ type: 'note', level: 'message', text: definition.made(item, scope) });
    return definition.fact(item, 'made', scope, have);
  }

  async check(scope: Scope<Env>): Promise<boolean> {
    const { given, key, dead } = this.#definition;
    const id = scope.handle(key) ?? (given?.(scope.env) || undefined);
    if (id === undefined) return true;
    const item = await this.#kind(scope).read(id, scope.signal);
    return item !== undefined && dead?.(item) === undefined;
  }

  async undo(scope: UndoScope<Env>, have: Partial<Have>): Promise<void> {
    const id = await this.held(scope, have);
    if (id === undefined) return;
    const text = this.#definition.removing?.(scope.because, id);
    if (text !== undefined) scope.emit({ type: 'note', level: 'say', text });
    await visibility.settled(id, scope.unseenSince(this.#definition.key), this.#look(id, scope));
    try {
      await this.#kind(scope).remove(id, scope.signal);
    } catch (error) {
      this.#tell(scope, 'left', id);
      throw error;
    }
    this.#tell(scope, 'removed', id);
  }

  async held(scope: UndoScope<Env>, have: Partial<Have>): Promise<string | undefined> {
    // What the user gave was never noted, so what is noted is ours, whatever is given by now.
    return scope.handle(this.#definition.key) ?? (await this.#unanswered(scope, have));
  }

  async #lookUp(id: string, scope: Scope<Env>): Promise<Item> {
    const kind = this.#kind(scope);
    const item = await kind.read(id, scope.signal);
    if (item === undefined) throw this.#definition.missing?.(id) ?? givenIsMissing(kind.noun, id);
    this.#tell(scope, 'found', id);
    return item;
  }

  /** What an earlier try of this step left: the noted id if it still exists, else what carries our tags. */
  async #adopt(scope: Scope<Env>): Promise<string | undefined> {
    const { key, dead } = this.#definition;
    const noted = scope.handle(key);
    if (noted === undefined) return scope.unanswered(key) ? this.#find(scope) : undefined;
    const item = await this.#patiently(() => this.#kind(scope).read(noted, scope.signal), scope);
    if (item !== undefined && dead?.(item) === undefined) return noted;
    if (item !== undefined) {
      await this.#kind(scope).remove(noted, scope.signal);
      await this.#definition.remains?.(item, scope);
    }
    scope.gone(key);
    return undefined;
  }

  async #create(scope: Scope<Env>, have: Have): Promise<string> {
    const definition = this.#definition;
    if (definition.making) scope.emit({ type: 'note', level: 'say', text: definition.making(scope, have) });
    const spec = await definition.spec(scope, have);
    if (scope.signal.aborted) throw cancelled();
    const repeated = scope.unanswered(definition.key);
    // Each try is noted first, with the token that it takes: one that was refused may keep its answer.
    const ask = () => {
      scope.asking(definition.key);
      return this.#ask(spec, scope, repeated);
    };
    const id = await untilTaken(ask, { ...this.#patience(scope), within: definition.within(scope.env) });
    scope.made(id, definition.key, this.#what(scope));
    visibility.made(id, this.#clock(scope));
    this.#tell(scope, 'created', id);
    return id;
  }

  async #ask(spec: Spec, scope: Scope<Env>, repeated: boolean): Promise<string> {
    const { key } = this.#definition;
    const create = () =>
      withGrace(scope.signal, (signal) => this.#kind(scope).create(spec, scope.mark(key), signal));
    try {
      return await create();
    } catch (error) {
      // A refusal of the second question says nothing about the first.
      if (!repeated && isRefusal(error)) scope.refused(key);
      if (!repeated || !isBuildError(error, 'cloud-token-used')) throw error;
      const found = await this.#patiently(() => this.#find(scope), scope);
      if (found !== undefined) return found;
      scope.gone(key);
      return create();
    }
  }

  /** The answer to a repeated question may tell of a thing that somebody has removed meanwhile. */
  async #afresh(error: unknown, id: string, scope: Scope<Env>, have: Have): Promise<Item> {
    const { key } = this.#definition;
    if (!isBuildError(error, 'wait-dead') || (await this.#kind(scope).read(id, scope.signal))) throw error;
    scope.gone(key);
    return this.#ready(await this.#create(scope, have), scope);
  }

  #patiently<T>(read: () => Promise<T | undefined>, scope: Scope<Env>): Promise<T | undefined> {
    return patiently(read, this.#patience(scope));
  }

  #patience(scope: Scope<Env>) {
    const what = `${this.#kind(scope).noun} to be seen`;
    return { what, clock: this.#clock(scope), signal: scope.signal };
  }

  #look(id: string, scope: Scope<Env>) {
    return { ...this.#patience(scope), read: () => this.#kind(scope).read(id, scope.signal) };
  }

  async #find(scope: Scope<Env>): Promise<string | undefined> {
    const { key } = this.#definition;
    const { tags } = scope.mark(key);
    const found = await this.#kind(scope).find(tags, scope.signal);
    const id = found.find((item) => carries(item, tags))?.id;
    if (id !== undefined) scope.made(id, key, this.#what(scope));
    return id;
  }

  /** The thing of a creating call whose answer was lost: tagged, or told by asking again with the same token. */
  async #unanswered(scope: UndoScope<Env>, have: Partial<Have>): Promise<string | undefined> {
    const { key } = this.#definition;
    if (!scope.unanswered(key)) return undefined;
    const found = await this.#find(scope);
    if (found !== undefined) return found;
    try {
      // A tag index lags, so an empty answer proves nothing; the token does. All needs were there when it was asked.
      const spec = await this.#definition.spec(scope, have as Have);
      const id = await this.#kind(scope).create(spec, scope.mark(key), scope.signal);
      scope.made(id, key, this.#what(scope));
      visibility.made(id, this.#clock(scope));
      return id;
    } catch (error) {
      // Denied says nothing about what there is.
      if (isBuildError(error, 'cloud-denied') || !isRefusal(error)) throw error;
      const late = await this.#patiently(() => this.#find(scope), scope);
      // Waited out once, and for good: whoever asks next need not wait again.
      if (late === undefined) scope.refused(key);
      return late;
    }
  }

  async #ready(id: string, scope: Scope<Env>, { spent = 0, fresh = false } = {}): Promise<Item> {
    const definition = this.#definition;
    const { noun } = this.#kind(scope);
    const look = async () => {
      const item = await this.#kind(scope).read(id, scope.signal);
      if (item !== undefined) visibility.seen(id);
      return item;
    };
    return until(look, {
      what: `${noun} ${id} to be ready`,
      is: (item) => definition.ready(item),
      dead: (item) => definition.dead?.(item),
      describe: (item) => definition.state?.(item) ?? 'not ready',
      progress: (item) => definition.progress?.(item),
      onProgress: (percent) => scope.emit({ type: 'progress', step: scope.step, noun, id, percent }),
      within: Math.max(0, definition.within(scope.env) - spent),
      expect: definition.expect,
      kind: noun,
      durations: definition.durations?.(scope.env),
      fresh,
      clock: this.#clock(scope),
      signal: scope.signal,
    });
  }

  #clock(scope: Scope<Env>): Clock {
    return this.#definition.clock(scope.env);
  }

  #kind(scope: Scope<Env>): Kind<Spec, Item> {
    return this.#definition.kind(scope.env, this.#region(scope));
  }

  #what(scope: Scope<Env>): { readonly noun: string; readonly region: string } {
    return { noun: this.#kind(scope).noun, region: this.#region(scope) };
  }

  #region(scope: Scope<Env>): string {
    return scope.region(this.#definition.key) ?? this.#definition.region(scope.env);
  }

  #tell(scope: Scope<Env>, state: 'created' | 'found' | 'removed' | 'left', id: string): void {
    const told = { type: 'resource', step: scope.step, state, id, ...this.#what(scope) } as const;
    // A process that is killed leaves what it has created, and no event can tell of that.
    const stays = state === 'created' || state === 'left';
    scope.emit(stays ? { ...told, remedy: this.#kind(scope).remedy(id) } : told);
  }
}
