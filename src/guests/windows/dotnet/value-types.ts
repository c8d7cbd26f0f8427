import { randomUUID } from 'node:crypto';
import { PsError } from '../powershell/failure.ts';
import { items, numberOf, PsObject, textOf, type Value } from '../powershell/value.ts';
import { hashAlgorithm } from './hashes.ts';
import type { StaticType } from './statics.ts';
import { bytesOf } from './streams.ts';

function encoding(name: 'utf8' | 'utf16le' | 'latin1'): PsObject {
  return new PsObject({
    type: 'System.Text.Encoding',
    methods: {
      getstring: (bytes) => Buffer.from(bytesOf(bytes)).toString(name),
      getbytes: (text) => new Uint8Array(Buffer.from(textOf(text), name)),
    },
  });
}

function guid(): PsObject {
  const id = randomUUID();
  const tostring = (form: Value) => (textOf(form).toUpperCase() === 'N' ? id.replaceAll('-', '') : id);
  return new PsObject({
    type: 'System.Guid',
    text: () => id,
    properties: { guid: () => id },
    methods: { tostring },
  });
}

function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}\s*$/.test(text)) throw new PsError('The input is not a valid Base-64 string.');
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function toBase64([bytes, offset, count]: readonly Value[]): string {
  const all = Buffer.from(bytesOf(bytes));
  if (offset === undefined) return all.toString('base64');
  return all.subarray(numberOf(offset), numberOf(offset) + numberOf(count)).toString('base64');
}

export const valueTypes: Readonly<Record<string, StaticType>> = {
  convert: {
    methods: {
      frombase64string: ({ args }) => fromBase64(textOf(args[0])),
      tobase64string: ({ args }) => toBase64(args),
      toint32: ({ args }) => numberOf(args[0]),
      tostring: ({ args }) => textOf(args[0]),
    },
  },
  bitconverter: {
    methods: {
      tostring: ({ args }) =>
        (Buffer.from(bytesOf(args[0])).toString('hex').toUpperCase().match(/../g) ?? []).join('-'),
    },
  },
  guid: { methods: { newguid: guid } },
  'text.encoding': {
    members: {
      utf8: () => encoding('utf8'),
      unicode: () => encoding('utf16le'),
      ascii: () => encoding('latin1'),
      default: () => encoding('latin1'),
    },
  },
  'security.cryptography.sha256': { methods: { create: () => hashAlgorithm('sha256') } },
  'security.cryptography.sha1': { methods: { create: () => hashAlgorithm('sha1') } },
  'security.cryptography.md5': { methods: { create: () => hashAlgorithm('md5') } },
  'runtime.interopservices.marshal': { methods: { releasecomobject: () => 0 } },
  string: {
    members: { empty: () => '' },
    methods: {
      isnullorempty: ({ args }) => textOf(args[0]) === '',
      isnullorwhitespace: ({ args }) => textOf(args[0]).trim() === '',
      join: ({ args: [separator, ...rest] }) => rest.flatMap(items).map(textOf).join(textOf(separator)),
    },
  },
  int: { members: { maxvalue: () => 2 ** 31 - 1 }, methods: { parse: ({ args }) => numberOf(args[0]) } },
  math: {
    members: { pi: () => Math.PI },
    methods: {
      round: ({ args }) => Math.round(numberOf(args[0])),
      floor: ({ args }) => Math.floor(numberOf(args[0])),
      ceiling: ({ args }) => Math.ceil(numberOf(args[0])),
      min: ({ args }) => Math.min(...args.map(numberOf)),
      max: ({ args }) => Math.max(...args.map(numberOf)),
      abs: ({ args }) => Math.abs(numberOf(args[0])),
    },
  },
  datetime: { members: { now: () => new Date().toISOString(), utcnow: () => new Date().toISOString() } },
};
