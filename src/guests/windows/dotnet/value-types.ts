import { createHash, randomUUID } from 'node:crypto';
import { PsError } from '../powershell/failure.ts';
import { numberOf, PsObject, textOf, type Value } from '../powershell/value.ts';
import type { StaticType } from './statics.ts';
import { bytesOf } from './streams.ts';

function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}\s*$/.test(text)) throw new PsError('The input is not a valid Base-64 string.');
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function part([bytes, offset, count]: readonly Value[]): Buffer {
  const all = Buffer.from(bytesOf(bytes));
  return offset === undefined ? all : all.subarray(numberOf(offset), numberOf(offset) + numberOf(count));
}

/** SHA-256, fed piece by piece. */
function sha256(): PsObject {
  const hash = createHash('sha256');
  let digest: Buffer | undefined;
  return new PsObject({
    type: 'System.Security.Cryptography.SHA256',
    properties: { hash: () => digest && new Uint8Array(digest) },
    methods: {
      transformblock: (...args) => {
        hash.update(part(args));
        return numberOf(args[2]);
      },
      transformfinalblock: (...args) => {
        digest = hash.update(part(args)).digest();
        return new Uint8Array();
      },
    },
  });
}

export const valueTypes: Readonly<Record<string, StaticType>> = {
  convert: {
    methods: {
      frombase64string: ({ args }) => fromBase64(textOf(args[0])),
      tobase64string: ({ args }) => part(args).toString('base64'),
    },
  },
  bitconverter: {
    methods: {
      tostring: ({ args }) =>
        (Buffer.from(bytesOf(args[0])).toString('hex').toUpperCase().match(/../g) ?? []).join('-'),
    },
  },
  guid: {
    methods: {
      newguid: () =>
        new PsObject({
          type: 'System.Guid',
          methods: { tostring: () => randomUUID().replaceAll('-', '') },
        }),
    },
  },
  'text.encoding': {
    members: {
      utf8: () =>
        new PsObject({
          type: 'System.Text.UTF8Encoding',
          methods: { getstring: (bytes) => Buffer.from(bytesOf(bytes)).toString('utf8') },
        }),
    },
  },
  'security.cryptography.sha256': { methods: { create: sha256 } },
  'runtime.interopservices.marshal': { methods: { releasecomobject: () => 0 } },
};
