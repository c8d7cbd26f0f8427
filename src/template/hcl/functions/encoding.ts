import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { ofTexts } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';
import { decodeText, encodeText } from './text-encoding.ts';

export const ENCODING: Readonly<Record<string, HclFunction>> = {
  base64encode: ofTexts(['str'], (str) => Buffer.from(str).toString('base64')),
  base64decode: ofTexts(['str'], decodeBase64Text),
  base64gzip: ofTexts(['str'], gzipAsGo),
  urlencode: ofTexts(['str'], (str) =>
    encodeURIComponent(str)
      .replaceAll('%20', '+')
      .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
  textencodebase64: ofTexts(['string', 'encoding'], (string, encoding) =>
    encodeText(string, encoding).toString('base64'),
  ),
  textdecodebase64: ofTexts(['source', 'encoding'], (source, encoding) =>
    decodeText(strictBase64(source), encoding),
  ),
};

/** The frame that Go writes: no time, no system, and an empty block after what is compressed. */
const GO_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const LAST_BLOCK = Buffer.from([1, 0, 0, 0xff, 0xff]);

function gzipAsGo(str: string): string {
  const data = deflateRawSync(str, { finishFlush: constants.Z_SYNC_FLUSH });
  // Checksum and length end the stream of any writer.
  const ending = gzipSync(str).subarray(-8);
  return Buffer.concat([GO_HEADER, data, LAST_BLOCK, ending]).toString('base64');
}

const wellFormed = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

function decodeBase64Text(str: string): string {
  const data = str.replace(/[\r\n]/g, '');
  if (!wellFormed.test(data)) throw new FunctionError(`failed to decode base64 data '${str}'`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(data, 'base64'));
  } catch {
    throw new FunctionError('the result of decoding the the provided string is not valid UTF-8');
  }
}

function strictBase64(source: string): Buffer {
  const data = source.replace(/[\r\n]/g, '');
  if (wellFormed.test(data)) return Buffer.from(data, 'base64');
  const at = /[^A-Za-z\d+/]/.exec(source)?.index ?? source.length;
  throw new ArgumentError(0, `the given value is has an invalid base64 symbol at offset ${at}`);
}
