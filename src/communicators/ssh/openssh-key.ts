import { randomBytes } from 'node:crypto';

/** Length-prefixed pieces, as the SSH wire format writes strings. */
function wire(...pieces: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const body = Buffer.from(piece);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length);
      return [length, body];
    }),
  );
}

/**
 * An ed25519 key in OpenSSH's own format, the only text form that every SSH program reads for this type.
 * Layout: PROTOCOL.key of OpenSSH; without passphrase the inner block is padded to 8 bytes with 1, 2, 3, ...
 */
export function opensshEd25519(seed: Uint8Array, point: Uint8Array, comment: string): string {
  const publicBlob = wire('ssh-ed25519', point);
  const check = randomBytes(4);
  const inner = Buffer.concat([
    check,
    check,
    wire('ssh-ed25519', point, Buffer.concat([seed, point]), comment),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, index) => index + 1));
  const keyCount = Buffer.from([0, 0, 0, 1]);
  const blob = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    wire('none', 'none', ''),
    keyCount,
    wire(publicBlob, Buffer.concat([inner, padding])),
  ]);
  const body = blob
    .toString('base64')
    .replace(/(.{70})/g, '$1\n')
    .trimEnd();
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
