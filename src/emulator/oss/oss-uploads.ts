import { createHash, randomBytes } from 'node:crypto';
import { findAll, findFirst, readXml } from '../../wire/xml.ts';
import type { OssAnswer } from './oss-answer.ts';
import { nothing, xml } from './oss-answer.ts';
import { joinedCrc, keptHeaders, taken } from './oss-bodies.ts';
import { invalidArgument, noSuchUpload, OssError } from './oss-error.ts';
import type { OssCall } from './oss-request.ts';
import type { Bucket, MultipartUpload, Piece } from './oss-state.ts';
import { type OssWorld, ownBucket } from './oss-world.ts';

/** Operations on uploads in parts. */
export const uploadOperations = {
  InitiateMultipartUpload,
  UploadPart,
  CompleteMultipartUpload,
  AbortMultipartUpload,
  ListParts,
};

/** Only the last part may be smaller. */
const SMALLEST_PART = 100 * 1024;
const MOST_PARTS = 10_000;

function InitiateMultipartUpload(call: OssCall, world: OssWorld): OssAnswer {
  const id = randomBytes(16).toString('hex').toUpperCase();
  ownBucket(call, world).uploads[id] = {
    key: call.key,
    initiated: world.now(),
    headers: keptHeaders(call),
    parts: {},
  };
  return xml('InitiateMultipartUploadResult', { Bucket: call.bucket, Key: call.key, UploadId: id });
}

async function UploadPart(call: OssCall, world: OssWorld): Promise<OssAnswer> {
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MOST_PARTS)
    throw invalidArgument(
      'partNumber',
      call.query.get('partNumber') ?? '',
      'Part number must be an integer between 1 and 10000, inclusive.',
    );
  uploadOf(call, world);
  const piece = await taken(call, world);
  const { upload } = uploadOf(call, world);
  const before = upload.parts[number];
  upload.parts[number] = { ...piece, modified: world.now() };
  if (before !== undefined) await world.contents.drop([before]);
  return nothing(200, {
    etag: `"${piece.md5}"`,
    'x-oss-hash-crc64ecma': piece.crc,
    'content-md5': Buffer.from(piece.md5, 'hex').toString('base64'),
  });
}

async function CompleteMultipartUpload(call: OssCall, world: OssWorld): Promise<OssAnswer> {
  const document = readXml(await textOf(call));
  const { bucket, upload, id } = uploadOf(call, world);
  if (document === undefined)
    throw new OssError(
      400,
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema.',
    );
  const pieces = findAll(document, 'Part').map((part) => {
    const of = (name: string) => findFirst(part, name)?.text ?? '';
    const piece = upload.parts[of('PartNumber')];
    if (piece === undefined || of('ETag').replaceAll('"', '').toUpperCase() !== piece.md5)
      throw new OssError(
        400,
        'InvalidPart',
        "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
        { more: { UploadId: id, PartNumber: of('PartNumber') } },
      );
    return { number: Number(of('PartNumber')), piece };
  });
  if (pieces.some(({ number }, index) => number <= (pieces[index - 1]?.number ?? 0)))
    throw new OssError(400, 'InvalidPartOrder', 'The list of parts was not in ascending order.');
  if (pieces.slice(0, -1).some(({ piece }) => piece.size < SMALLEST_PART))
    throw new OssError(400, 'EntityTooSmall', 'Your proposed upload smaller than the minimum allowed size.');
  return ended(call, world, { bucket, upload, id, pieces: pieces.map(({ piece }) => piece) });
}

async function ended(
  { bucket: name, key, headers }: OssCall,
  world: OssWorld,
  {
    bucket,
    upload,
    id,
    pieces,
  }: { bucket: Bucket; upload: MultipartUpload; id: string; pieces: readonly Piece[] },
): Promise<OssAnswer> {
  if (bucket.objects[key] !== undefined && headers['x-oss-forbid-overwrite'] === 'true')
    throw new OssError(
      409,
      'FileAlreadyExists',
      'The object you specified already exists and can not be overwritten.',
    );
  const digest = createHash('md5')
    .update(pieces.map(({ md5 }) => md5).join(''))
    .digest('hex')
    .toUpperCase();
  const etag = `${digest}-${pieces.length}`;
  const crc = joinedCrc(pieces);
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  const before = bucket.objects[key];
  bucket.objects[key] = {
    pieces,
    size,
    etag,
    crc,
    type: 'Multipart',
    modified: world.now(),
    headers: upload.headers,
  };
  delete bucket.uploads[id];
  const left = Object.values(upload.parts).filter((part) => !pieces.some(({ file }) => file === part.file));
  await world.contents.drop([...left, ...(before?.pieces ?? [])]);
  const location = `http://${name}.oss-${bucket.region}.aliyuncs.com/${key}`;
  return xml(
    'CompleteMultipartUploadResult',
    { Location: location, Bucket: name, Key: key, ETag: `"${etag}"` },
    { 'x-oss-hash-crc64ecma': crc },
  );
}

async function AbortMultipartUpload(call: OssCall, world: OssWorld): Promise<OssAnswer> {
  const { bucket, upload, id } = uploadOf(call, world);
  delete bucket.uploads[id];
  await world.contents.drop(Object.values(upload.parts));
  return nothing(204);
}

function ListParts(call: OssCall, world: OssWorld): OssAnswer {
  const { upload, id } = uploadOf(call, world);
  const after = Number(call.query.get('part-number-marker') ?? '0');
  const most = Number(call.query.get('max-parts') ?? '1000');
  const rest = Object.entries(upload.parts).filter(([number]) => Number(number) > after);
  const page = rest.slice(0, most);
  return xml('ListPartsResult', {
    Bucket: call.bucket,
    Key: call.key,
    UploadId: id,
    PartNumberMarker: after,
    NextPartNumberMarker: page.at(-1)?.[0] ?? after,
    MaxParts: most,
    IsTruncated: rest.length > page.length,
    Part: page.map(([number, { md5, size, crc, modified }]) => ({
      PartNumber: number,
      LastModified: new Date(modified).toISOString(),
      ETag: `"${md5}"`,
      HashCrc64ecma: crc,
      Size: String(size),
    })),
  });
}

function uploadOf(call: OssCall, world: OssWorld): { bucket: Bucket; upload: MultipartUpload; id: string } {
  const bucket = ownBucket(call, world);
  const id = call.query.get('uploadId') ?? '';
  const upload = Object.hasOwn(bucket.uploads, id) ? bucket.uploads[id] : undefined;
  if (upload === undefined || upload.key !== call.key) throw noSuchUpload(id);
  return { bucket, upload, id };
}

/** The list of ten thousand parts takes less than this. */
const LONGEST_LIST = 4 * 1024 * 1024;

async function textOf(call: OssCall): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of call.body) {
    length += chunk.length;
    if (length > LONGEST_LIST) throw new OssError(400, 'MalformedXML', 'The XML you provided was too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
