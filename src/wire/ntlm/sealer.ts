import { timingSafeEqual } from 'node:crypto';
import { hmacMd5, md5 } from './hmac.ts';
import { rc4 } from './rc4.ts';

/** Encrypts and signs the messages of one connection; calls must come in the order of the messages. */
export interface Sealer {
  seal(message: Uint8Array): { readonly signature: Buffer; readonly sealed: Buffer };
  /** Throws unless it is the next message and nobody changed it. */
  unseal(sealed: Uint8Array, signature: Uint8Array): Buffer;
}

type Direction = 'client-to-server' | 'server-to-client';

interface Channel {
  /** Continues one key stream. */
  readonly cipher: (data: Uint8Array) => Buffer;
  readonly signingKey: Buffer;
  sequence: number;
}

/** Sealing with 128-bit keys and extended session security, as both sides agree on here. */
export function sealer(sessionKey: Uint8Array, side: 'client' | 'server'): Sealer {
  const toServer = channel(sessionKey, 'client-to-server');
  const toClient = channel(sessionKey, 'server-to-client');
  const [sending, receiving] = side === 'client' ? [toServer, toClient] : [toClient, toServer];
  return {
    seal(message) {
      const sealed = sending.cipher(message);
      return { signature: sign(sending, message), sealed };
    },
    unseal(sealed, signature) {
      const message = receiving.cipher(sealed);
      const expected = sign(receiving, message);
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
        throw new Error('the signature of an encrypted message is wrong');
      return message;
    },
  };
}

function channel(sessionKey: Uint8Array, direction: Direction): Channel {
  const key = (use: 'signing' | 'sealing') =>
    md5(sessionKey, Buffer.from(`session key to ${direction} ${use} key magic constant\0`));
  return { cipher: rc4(key('sealing')), signingKey: key('signing'), sequence: 0 };
}

function sign(channel: Channel, message: Uint8Array): Buffer {
  const sequence = Buffer.alloc(4);
  sequence.writeUInt32LE(channel.sequence >>> 0);
  channel.sequence += 1;
  const checksum = channel.cipher(hmacMd5(channel.signingKey, sequence, message).subarray(0, 8));
  return Buffer.concat([Buffer.from([1, 0, 0, 0]), checksum, sequence]);
}
