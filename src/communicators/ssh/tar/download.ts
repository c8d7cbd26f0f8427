import { mkdir } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { reason } from '../../../wire/reason.ts';
import type { TransferOptions } from '../../communicator.ts';
import { transferFailed } from '../../words.ts';
import type { Link } from '../link.ts';
import { remoteSource } from '../quote.ts';
import type { GuestTar } from './guest-tar.ts';
import { BLOCK } from './header.ts';
import { type Done, withScript } from './remote.ts';
import { DOWNLOAD_SCRIPT } from './script.ts';

/** Every archive ends with two blocks of zeros. */
const END = 2 * BLOCK;

/** Fetches folders as one archive; each becomes `destination/<its name>`. Gives `false` where the guest cannot send it. */
export async function tarDownload(
  link: Link,
  {
    tar,
    source,
    destination,
  }: { readonly tar: GuestTar; readonly source: string; readonly destination: string },
  options: TransferOptions,
): Promise<Done> {
  const { unpackTar } = await import('modern-tar/fs');
  const command = `exec /bin/sh -c '${DOWNLOAD_SCRIPT}' sh ${remoteSource(source)}`;
  // GNU's tar ends with 1 when a file changed while it was read, as logs do.
  const harmless = (code: number) => tar.kind === 'gnu' && code === 1;
  const talk = async ({ stdout }: { readonly stdout: NodeJS.ReadableStream }) => {
    let received = 0;
    let tail = Buffer.alloc(0);
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        tail = Buffer.concat([tail, chunk.subarray(-END)]).subarray(-END);
        options.onProgress?.(received, 0);
        done(null, chunk);
      },
    });
    await mkdir(destination, { recursive: true });
    await pipeline(stdout, counted, unpackTar(destination, { fmode: 0o644, dmode: 0o755 })).catch(
      (error: unknown) => {
        throw transferFailed(`${source}: ${reason(error)}`, error);
      },
    );
    // An archive that was cut between two files would look like one with fewer files.
    if (tail.length < END || tail.some((byte) => byte !== 0))
      throw transferFailed(`${source}: the guest's archive has no end; some files are missing`);
  };
  return withScript(link, command, options.signal, talk, harmless);
}
