import type { BuildEvent, Emit } from './event.ts';
import type { Redactor } from './redact.ts';

/** Takes events that are already redacted. */
type Listener = (event: BuildEvent) => void;

/** Words of our own that a short secret must not turn into something else. */
const STRUCTURAL = new Set([
  'type',
  'level',
  'stream',
  'state',
  'because',
  'step',
  'noun',
  'code',
  'runId',
  'builder',
  'by',
]);

/**
 * The one place where events go through: redacted once, then given to every listener in turn. A listener that throws
 * does not keep the event from the others; it is left out from then on.
 */
export function createEmitter(redactor: Redactor, listeners: readonly Listener[]): Emit {
  const working = new Set(listeners);
  return (event) => {
    const safe = redactor.data(event, STRUCTURAL);
    for (const listener of working) {
      try {
        listener(safe);
      } catch {
        working.delete(listener);
      }
    }
  };
}
