import type { Session } from './accounts.ts';
import type { RememberedAnswer } from './idempotency.ts';
import type { WorldState } from './world-state.ts';

/** What an emulator keeps in its folder: everything a later run needs to go on as if it had never ended. */
interface StoredState extends Readonly<Record<string, unknown>> {
  readonly world: WorldState;
  readonly tokens: readonly RememberedAnswer[];
  readonly sessions: readonly Session[];
}

/** The parts of a stored state; empty where nothing was stored. The folder's format tells that the parts are ours. */
export function storedParts(stored: Readonly<Record<string, unknown>> | undefined): Partial<StoredState> {
  return (stored ?? {}) as Partial<StoredState>;
}
