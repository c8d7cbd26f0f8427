import { join } from 'node:path';
import type { BuildEvent } from '../events/event.ts';

interface RunLogs {
  /** The folder of a build's run, where `events.ndjson` goes. */
  open(build: string, folder: string): Promise<void>;
  on(event: BuildEvent): void;
  close(): void;
}

type Log = { on(event: BuildEvent): void; close(): void };

/** The structured logs of all builds; the logger's code is loaded with the first one. `lost` hears of one that breaks. */
export function openRunLogs(lost: (file: string, error: Error) => void): RunLogs {
  const logs = new Map<string, Log>();
  return {
    async open(build, folder) {
      const { ndjsonLog } = await import('../builds/event-log.ts');
      const file = join(folder, 'events.ndjson');
      logs.set(
        build,
        ndjsonLog(file, (error) => lost(file, error)),
      );
    },
    on: (event) => logs.get(event.build)?.on(event),
    close() {
      for (const log of logs.values()) log.close();
    },
  };
}
