import type { Communicator } from '../../communicator.ts';
import type { HandshakeOptions } from '../handshake.ts';
export async function connectOpenssh(_options: HandshakeOptions): Promise<Communicator> {
  throw new Error('todo');
}
