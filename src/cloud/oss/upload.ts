import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { isBuildError } from '../../errors/build-error.ts';
import { Crc64, type Crc64Sum, joined } from '../../wire/crc64.ts';
import { findAll, findFirst, readXml } from '../../wire/xml.ts';
import type { Upload } from '../storage.ts';
import type { Send } from './storage.ts';
import { bytesChanged, uploadLost } from './words.ts';

/** Parts on their way at once. Each reads its own piece of the file, so memory does not grow with it. */
const AT_ONCE = 4;
const MEBIBYTE = 1024 * 1024;
/** OSS takes 10,000 parts at most; a part is sent anew as a whole when the connection breaks. */
const MOST_PARTS = 9000;
const USUAL_PART = 16 * MEBIBYTE;
const LISTED_AT_ONCE = '1000';

interface Part {
  readonly number: number;
  readonly begin: number;
  readonly length: number;
}

interface SentPart extends Crc64Sum {
  readonly number: number;
  readonly etag: string;
}

/** Sends what is missing of an upload, four parts at once, and ends it. What an earlier process has sent is not sent again. */
export async function uploadParts(send: Send, upload: Upload, signal: AbortSignal): Promise<void> {
  const parts = partsOf(upload.size);
  const there = await arrived(send, upload, signal);
  const sent: SentPart[] = [];
  const stop = new AbortController();
  const own = AbortSignal.any([signal, stop.signal]);
  const waiting = [...parts];
  let bytes = 0;
  const worker = async () => {
    for (let part = waiting.shift(); part !== undefined && !own.aborted; part = waiting.shift()) {
      sent.push(await once(send, upload, { part, before: there.get(part.number), signal: own }));
      bytes += part.length;
      upload.onProgress(bytes);
    }
  };
  // The first failure ends the other parts at once; it is the reason of the abort.
  const workers = Array.from({ length: AT_ONCE }, () =>
    worker().catch((error: unknown) => stop.abort(error)),
  );
  await Promise.all(workers);
  own.throwIfAborted();
  sent.sort((a, b) => a.number - b.number);
  await complete(send, upload, sent, signal);
}

/** At least one part, also of an empty file. */
function partsOf(size: number): readonly Part[] {
  const length = Math.max(USUAL_PART, Math.ceil(size / MOST_PARTS / MEBIBYTE) * MEBIBYTE);
  const count = Math.max(1, Math.ceil(size / length));
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    begin: index * length,
    length: Math.min(length, size - index * length),
  }));
}

interface Arrived {
  readonly etag: string;
  readonly size: number;
  readonly crc: string;
}

async function arrived(
  send: Send,
  { bucket, key, uploadId, path }: Upload,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Arrived>> {
  const known = new Map<number, Arrived>();
  let marker = '';
  do {
    const query = {
      uploadId,
      'max-parts': LISTED_AT_ONCE,
      ...(marker !== '' && { 'part-number-marker': marker }),
    };
    const doing = `Looking which parts of ${path} have arrived`;
    const { text } = await send({ method: 'GET', bucket, key, query, doing, action: 'ListParts', signal });
    const document = readXml(text);
    if (document === undefined) break;
    const field = (name: string) => findFirst(document, name)?.text ?? '';
    for (const part of findAll(document, 'Part')) {
      const of = (name: string) => findFirst(part, name)?.text ?? '';
      known.set(Number(of('PartNumber')), {
        etag: of('ETag'),
        size: Number(of('Size')),
        crc: of('HashCrc64ecma'),
      });
    }
    marker = field('IsTruncated') === 'true' ? field('NextPartNumberMarker') : '';
  } while (marker !== '');
  return known;
}

interface Turn {
  readonly part: Part;
  readonly before: Arrived | undefined;
  readonly signal: AbortSignal;
}

/** A part that has arrived before is only summed up: the file may have changed since. */
async function once(send: Send, upload: Upload, { part, before, signal }: Turn): Promise<SentPart> {
  if (before?.size === part.length && before.crc !== '') {
    const crc = new Crc64();
    for await (const chunk of pieceOf(upload.path, part)) {
      signal.throwIfAborted();
      crc.update(chunk as Uint8Array);
    }
    if (crc.text === before.crc) return { number: part.number, etag: before.etag, ...crc.sum };
  }
  return sendPart(send, upload, part, signal);
}

async function sendPart(
  send: Send,
  { bucket, key, uploadId, path }: Upload,
  part: Part,
  signal: AbortSignal,
): Promise<SentPart> {
  let crc = new Crc64();
  const open = (): Readable => {
    crc = new Crc64();
    return pieceOf(path, part).on('data', (chunk) => void crc.update(chunk as Uint8Array));
  };
  const { headers } = await send({
    method: 'PUT',
    bucket,
    key,
    query: { partNumber: String(part.number), uploadId },
    body: { length: part.length, open: part.length === 0 ? () => '' : open },
    doing: `Uploading ${path} to bucket ${bucket}`,
    action: 'UploadPart',
    signal,
  });
  const told = String(headers['x-oss-hash-crc64ecma'] ?? '');
  if (told !== '' && told !== crc.text) throw bytesChanged(path, bucket);
  return { number: part.number, etag: String(headers['etag'] ?? ''), ...crc.sum };
}

function pieceOf(path: string, { begin, length }: Part): Readable {
  return createReadStream(path, { start: begin, end: begin + length - 1, highWaterMark: 256 * 1024 });
}

async function complete(
  send: Send,
  upload: Upload,
  sent: readonly SentPart[],
  signal: AbortSignal,
): Promise<void> {
  const { bucket, key, uploadId, path } = upload;
  const list = sent.map(
    ({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const text = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
  const expected = String(joined(sent).crc);
  const doing = `Ending the upload of ${path} to bucket ${bucket}`;
  const body = { length: Buffer.byteLength(text), open: () => text };
  try {
    const { headers } = await send({
      method: 'POST',
      bucket,
      key,
      query: { uploadId },
      body,
      doing,
      action: 'CompleteMultipartUpload',
      signal,
    });
    const told = String(headers['x-oss-hash-crc64ecma'] ?? '');
    if (told !== '' && told !== expected) throw bytesChanged(path, bucket);
  } catch (error) {
    if (!isBuildError(error) || error.data['api'] !== 'NoSuchUpload') throw error;
    // The answer to an earlier try was lost: the object tells whether that try has succeeded.
    const { headers } = await send({
      method: 'HEAD',
      bucket,
      key,
      doing,
      action: 'HeadObject',
      signal,
    }).catch(() => {
      throw uploadLost(path, bucket, error);
    });
    if (String(headers['x-oss-hash-crc64ecma'] ?? '') !== expected) throw uploadLost(path, bucket, error);
  }
}
