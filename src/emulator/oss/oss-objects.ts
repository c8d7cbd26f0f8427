import { createHash } from 'node:crypto';
import type { OssAnswer } from './oss-answer.ts';
import { nothing } from './oss-answer.ts';
import { joinedCrc, keptHeaders, taken } from './oss-bodies.ts';
import { invalidArgument, noSuchKey, OssError } from './oss-error.ts';
import type { OssCall } from './oss-request.ts';
import type { StoredObject } from './oss-state.ts';
import { type OssWorld, ownBucket } from './oss-world.ts';

/** Operations on objects. */
export const objectOperations = { PutObject, AppendObject, GetObject, HeadObject, DeleteObject };

async function PutObject(call: OssCall, world: OssWorld): Promise<OssAnswer> {
  if (call.headers['if-match'] !== undefined || call.headers['if-none-match'] !== undefined)
    throw new OssError(
      501,
      'NotImplemented',
      'A header you provided implies functionality that is not implemented.',
    );
  ownBucket(call, world);
  const piece = await taken(call, world);
  const bucket = ownBucket(call, world);
  const before = bucket.objects[call.key];
  if (before !== undefined && call.headers['x-oss-forbid-overwrite'] === 'true') {
    await world.contents.drop([piece]);
    throw new OssError(
      409,
      'FileAlreadyExists',
      'The object you specified already exists and can not be overwritten.',
    );
  }
  const { size, md5, crc } = piece;
  bucket.objects[call.key] = {
    pieces: [piece],
    size,
    etag: md5,
    crc,
    type: 'Normal',
    modified: world.now(),
    headers: keptHeaders(call),
  };
  if (before !== undefined) await world.contents.drop(before.pieces);
  return nothing(200, {
    etag: `"${md5}"`,
    'x-oss-hash-crc64ecma': crc,
    'content-md5': Buffer.from(md5, 'hex').toString('base64'),
  });
}

async function AppendObject(call: OssCall, world: OssWorld): Promise<OssAnswer> {
  const position = Number(call.query.get('position'));
  if (!Number.isInteger(position) || position < 0)
    throw invalidArgument(
      'position',
      call.query.get('position') ?? '',
      'The position must be a whole number.',
    );
  ownBucket(call, world);
  const piece = await taken(call, world);
  const bucket = ownBucket(call, world);
  const before = bucket.objects[call.key];
  const refusal = appendRefusal(before, position);
  if (refusal !== undefined) {
    await world.contents.drop([piece]);
    throw refusal;
  }
  const pieces = [...(before?.pieces ?? []), piece];
  const size = position + piece.size;
  const etag = createHash('md5')
    .update(pieces.map(({ md5 }) => md5).join())
    .digest('hex')
    .toUpperCase();
  const crc = joinedCrc(pieces);
  const headers = before?.headers ?? keptHeaders(call);
  bucket.objects[call.key] = { pieces, size, etag, crc, type: 'Appendable', modified: world.now(), headers };
  return nothing(200, {
    etag: `"${etag}"`,
    'x-oss-hash-crc64ecma': crc,
    'x-oss-next-append-position': String(size),
  });
}

function appendRefusal(before: StoredObject | undefined, position: number): OssError | undefined {
  const length = before?.size ?? 0;
  if (before !== undefined && before.type !== 'Appendable')
    return new OssError(409, 'ObjectNotAppendable', 'The object is not appendable.');
  if (position === length) return undefined;
  return new OssError(409, 'PositionNotEqualToLength', 'Position is not equal to file length.', {
    headers: { 'x-oss-next-append-position': String(length) },
  });
}

function objectOf(call: OssCall, world: OssWorld): StoredObject {
  const { objects } = ownBucket(call, world);
  const object = Object.hasOwn(objects, call.key) ? objects[call.key] : undefined;
  if (object === undefined) throw noSuchKey(call.key);
  return object;
}

function HeadObject(call: OssCall, world: OssWorld): OssAnswer {
  const object = objectOf(call, world);
  return { ...nothing(200, describe(object)), length: object.size };
}

function GetObject(call: OssCall, world: OssWorld): OssAnswer {
  const object = objectOf(call, world);
  const headers = describe(object);
  const match = call.headers['if-match'];
  if (match !== undefined && match.replaceAll('"', '') !== object.etag)
    throw new OssError(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold.',
    );
  if (call.headers['if-none-match']?.replaceAll('"', '') === object.etag) return nothing(304, headers);
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(call.headers['range'] ?? '') ?? [];
  const begin = from === '' ? (to === '' ? 0 : object.size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? object.size : Math.min(Number(to) + 1, object.size);
  const whole = from === '' && to === '';
  // A range that makes no sense is ignored: OSS gives the whole object.
  if (whole || begin < 0 || begin >= end)
    return {
      status: 200,
      headers,
      body: world.contents.read(object.pieces, 0, object.size),
      length: object.size,
    };
  const range = { ...headers, 'content-range': `bytes ${begin}-${end - 1}/${object.size}` };
  return {
    status: 206,
    headers: range,
    body: world.contents.read(object.pieces, begin, end),
    length: end - begin,
  };
}

function describe(object: StoredObject): Readonly<Record<string, string>> {
  const { etag, crc, type, modified, headers, size } = object;
  return {
    ...headers,
    etag: `"${etag}"`,
    'last-modified': new Date(modified).toUTCString(),
    'x-oss-object-type': type,
    'x-oss-storage-class': 'Standard',
    'x-oss-hash-crc64ecma': crc,
    'accept-ranges': 'bytes',
    ...(type === 'Appendable' && { 'x-oss-next-append-position': String(size) }),
  };
}

/** Gone already is success, as at the service. */
async function DeleteObject(call: OssCall, world: OssWorld): Promise<OssAnswer> {
  const { objects } = ownBucket(call, world);
  const object = Object.hasOwn(objects, call.key) ? objects[call.key] : undefined;
  delete objects[call.key];
  if (object !== undefined) await world.contents.drop(object.pieces);
  return nothing(204);
}
