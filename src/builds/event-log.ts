import { join } from 'node:path';
import type { Logger } from 'pino';
import type { BuildEvent } from '../events/event.ts';

/** Events of failure are warnings or worse in the log; the rest informs. */
const LEVEL: Partial<Record<BuildEvent['type'], 'warn' | 'error'>> = {
  'step-failed': 'error',
  'undo-failed': 'error',
};

interface EventLogs {
  /** Begins the log of a build, `events.ndjson` in the folder of its run. */
  open(build: string, folder: string): Promise<void>;
  hear(event: BuildEvent): void;
  close(): void;
}

interface EventLog {
  readonly logger: Logger;
  end(): void;
}

/**
 * The structured logs of builds: every event as one line of JSON. Written synchronously, so that a crash loses nothing.
 * Events come redacted. When the disk takes no more, `lost` is called once and the rest is dropped.
 */
export function eventLogs(lost: (file: string, error: Error) => void): EventLogs {
  const logs = new Map<string, EventLog>();
  return {
    async open(build, folder) {
      const file = join(folder, 'events.ndjson');
      const begun = await openLog(file, (error) => {
        if (logs.delete(build)) lost(file, error);
      });
      logs.set(build, begun);
    },
    hear(event) {
      const failed = event.type === 'run-ended' && event.error !== undefined;
      logs.get(event.build)?.logger[failed ? 'error' : (LEVEL[event.type] ?? 'info')](event);
    },
    close() {
      for (const { end } of logs.values()) end();
    },
  };
}

/** The logger's code is loaded with the first log. */
async function openLog(file: string, broken: (error: Error) => void): Promise<EventLog> {
  const { pino } = await import('pino');
  const destination = pino.destination({ dest: file, sync: true, mode: 0o600, append: true });
  destination.once('error', (error: Error) => {
    // Errors that follow say nothing new.
    destination.on('error', () => undefined);
    destination.destroy();
    broken(error);
  });
  return {
    logger: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination),
    end: () => destination.end(),
  };
}
