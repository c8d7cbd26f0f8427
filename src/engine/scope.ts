import type { BuildEvent } from '../events/event.ts';
import type { Journal } from './journal.ts';
import { markOf } from './mark.ts';
import type { Scope, Unsigned } from './step.ts';

interface ScopeOptions<Env> {
  readonly env: Env;
  readonly journal: Journal;
  readonly step: string;
  readonly signal: AbortSignal;
  emit(event: Unsigned<BuildEvent>): void;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** What a step sees of its run: its marks and notes, read from and written to the journal. */
export function scopeOf<Env>({ env, journal, step, signal, emit }: ScopeOptions<Env>): Scope<Env> {
  const state = () => journal.state.steps.get(step);
  const attempt = (key: string) => state()?.attempts.get(key) ?? 0;
  const runId = journal.state.header?.id ?? 'unnamed';
  return {
    env,
    runId,
    step,
    signal,
    emit,
    get again() {
      return (state()?.tries ?? 0) > 1;
    },
    mark: (key = '') => markOf({ runId, step, key, attempt: attempt(key) }),
    attempt: (key = '') => attempt(key),
    handle: (key = '') => state()?.handles.get(key),
    region: (key = '') => state()?.things.get(key)?.region,
    unseenSince(key = '') {
      const known = state();
      const at = Date.parse(known?.things.get(key)?.at ?? '');
      return Number.isNaN(at) || known?.status === 'done' ? undefined : at;
    },
    get handles() {
      return state()?.handles ?? NONE;
    },
    asking: (key = '') => journal.write({ type: 'asking', step, key }),
    refused: (key = '') => journal.write({ type: 'refused', step, key }),
    unanswered: (key = '') => state()?.unanswered.has(key) ?? false,
    made: (id, key = '', what = undefined) => journal.write({ type: 'made', step, key, id, ...what }),
    gone: (key = '') => journal.write({ type: 'gone', step, key }),
  };
}
