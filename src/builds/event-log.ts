import { pino } from 'pino';
import type { BuildEvent } from '../events/event.ts';

/** Events of failure are warnings or worse in the log; the rest informs. */
const LEVEL: Partial<Record<BuildEvent['type'], 'warn' | 'error'>> = {
  'step-failed': 'error',
  'undo-failed': 'error',
};

/**
 * The structured log of a run: every event as one line of JSON in `file`. Written synchronously, so that a crash loses
 * nothing. Events come redacted from the emitter. When the disk takes no more, `lost` is called and the rest is dropped.
 */
export function ndjsonLog(
  file: string,
  lost: (error: Error) => void,
): { on(event: BuildEvent): void; close(): void } {
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600, append: true });
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  let broken = false;
  destination.on('error', (error: Error) => {
    if (broken) return;
    broken = true;
    destination.destroy();
    lost(error);
  });
  return {
    on(event) {
      if (broken) return;
      const failed = event.type === 'run-ended' && event.error !== undefined;
      logger[failed ? 'error' : (LEVEL[event.type] ?? 'info')](event);
    },
    close() {
      if (!broken) destination.end();
    },
  };
}
