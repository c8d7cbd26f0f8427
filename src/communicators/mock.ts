import { writeFile } from 'node:fs/promises';
import type { Communicator } from './communicator.ts';

/** A guest that is none: whatever is asked of it succeeds and does nothing. Packer's file builder has such a one. */
export function mockCommunicator(): Communicator {
  return {
    kind: 'none',
    data: {},
    exec: async () => ({ code: 0 }),
    upload: async () => undefined,
    uploadDir: async () => undefined,
    // Packer makes the local file before it asks the guest for its contents.
    download: (_source, destination) => writeFile(destination, ''),
    downloadDir: async () => undefined,
    close: async () => undefined,
  };
}
