import { createHash, type Hash } from 'node:crypto';
import { numberOf, PsObject } from '../powershell/value.ts';
import { bytesOf } from './streams.ts';

/** A hash algorithm of .NET, fed piece by piece. */
export function hashAlgorithm(name: 'sha256' | 'sha1' | 'md5'): PsObject {
  let hash: Hash = createHash(name);
  let digest: Buffer | undefined;
  return new PsObject({
    type: `System.Security.Cryptography.${name.toUpperCase()}`,
    properties: { hash: () => digest && new Uint8Array(digest) },
    methods: {
      transformblock: (bytes, offset, count) => {
        hash.update(bytesOf(bytes).subarray(numberOf(offset), numberOf(offset) + numberOf(count)));
        return numberOf(count);
      },
      transformfinalblock: (bytes, offset, count) => {
        hash.update(bytesOf(bytes).subarray(numberOf(offset), numberOf(offset) + numberOf(count)));
        digest = hash.digest();
        hash = createHash(name);
        return new Uint8Array();
      },
      computehash: (bytes) => {
        digest = createHash(name).update(bytesOf(bytes)).digest();
        return new Uint8Array(digest);
      },
      dispose: () => undefined,
    },
  });
}
