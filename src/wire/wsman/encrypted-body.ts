import type { Sealer } from '../ntlm/sealer.ts';

const protocol = 'application/HTTP-SPNEGO-session-encrypted';
const boundary = '--Encrypted Boundary';
const octets = '\tContent-Type: application/octet-stream\r\n';

/** The Content-Type of a message that NTLM encrypted. */
export const encryptedType = `multipart/encrypted;protocol="${protocol}";boundary="Encrypted Boundary"`;

export function isEncrypted(contentType: string): boolean {
  return contentType.toLowerCase().startsWith('multipart/encrypted') && contentType.includes(protocol);
}

/** A message in the form that goes over plain HTTP: its length in clear text, then signature and sealed bytes. */
export function encryptBody(message: Buffer, sealer: Sealer): Buffer {
  const { signature, sealed } = sealer.seal(message);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(signature.length);
  const head =
    `${boundary}\r\n\tContent-Type: ${protocol}\r\n` +
    `\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=${message.length}\r\n` +
    `${boundary}\r\n${octets}`;
  return Buffer.concat([Buffer.from(head), length, signature, sealed, Buffer.from(`${boundary}--\r\n`)]);
}

/** The message of such a body. Throws where it is cut, forged or out of order. */
export function decryptBody(body: Buffer, sealer: Sealer): Buffer {
  const start = body.indexOf(octets);
  const told = /Length=(\d+)/.exec(body.subarray(0, Math.max(0, start)).toString('latin1'));
  if (start < 0 || told === null) throw new Error('the encrypted message is not in its usual form');
  const data = body.subarray(start + octets.length);
  const signed = 4 + data.readUInt32LE(0);
  const length = Number(told[1]);
  if (data.length < signed + length) throw new Error('the encrypted message is cut short');
  return sealer.unseal(data.subarray(signed, signed + length), data.subarray(4, signed));
}
