import { joined } from '../../wire/crc64.ts';
import { OssError } from './oss-error.ts';
import type { OssCall } from './oss-request.ts';
import type { Piece } from './oss-state.ts';
import type { OssWorld } from './oss-world.ts';

/** The bytes of a call in a file; refuses those that are not what the client says. */
export async function taken(call: OssCall, world: OssWorld): Promise<Piece> {
  const piece = await world.contents.take(call.body);
  const told = call.headers['content-md5'];
  if (told === undefined || told === Buffer.from(piece.md5, 'hex').toString('base64')) return piece;
  await world.contents.drop([piece]);
  throw new OssError(400, 'InvalidDigest', 'The Content-MD5 you specified did not match what we received.');
}

export function keptHeaders({ headers }: OssCall): Readonly<Record<string, string>> {
  const own = Object.entries(headers).filter(
    ([name]) =>
      name.startsWith('x-oss-meta-') ||
      /^(content-(type|disposition|encoding|language)|cache-control|expires)$/.test(name),
  );
  return { 'content-type': 'application/octet-stream', ...Object.fromEntries(own) };
}

/** The CRC of pieces one after the other. */
export function joinedCrc(pieces: readonly Piece[]): string {
  return String(joined(pieces.map(({ crc, size }) => ({ crc: BigInt(crc), length: size }))).crc);
}
