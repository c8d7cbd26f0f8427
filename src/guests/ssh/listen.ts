import type { Socket } from 'node:net';
import { listening } from '../../wire/listening.ts';
import type { GuestAddress } from '../guest.ts';

/** One address on which the guest answers. */
export interface Listener {
  /** Where it really listens. */
  readonly address: GuestAddress;
  /** Stops listening and ends the connections made through it. */
  close(): Promise<void>;
}

const refused = new Set(['EACCES', 'EADDRINUSE', 'EADDRNOTAVAIL', 'EPERM']);

/**
 * Listens on `wanted`; where the platform refuses, on a free port of the same address, else of 127.0.0.1.
 * Other systems than Linux have only 127.0.0.1, and ports below 1024 may need rights.
 */
export async function listen(wanted: GuestAddress, onSocket: (socket: Socket) => void): Promise<Listener> {
  const places = [wanted, { host: wanted.host, port: 0 }, { host: '127.0.0.1', port: 0 }];
  for (const [index, place] of places.entries()) {
    try {
      const { port, close } = await listening(place, onSocket);
      return { address: { host: place.host, port }, close };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!refused.has(code) || index === places.length - 1) throw error;
    }
  }
  throw new Error(`no place to listen for ${wanted.host}`);
}
