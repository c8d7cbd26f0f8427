import { type Attempt, type HandshakeOptions, handshake } from './handshake.ts';
import { route } from './route/route.ts';

/** One try: the way to the server, handshake, login. Never rejects; a cancelled try is a failed one. */
export async function attempt(options: HandshakeOptions): Promise<Attempt> {
  const stream = await route(options);
  if ('reason' in stream) return { client: undefined, failure: stream };
  return handshake(stream, options);
}
