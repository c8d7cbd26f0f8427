import { Duplex, PassThrough } from 'node:stream';
import type { Compressor } from './archive-format.ts';

/** The stage of a pipeline that makes bytes smaller, its code loaded when it is wanted. Level -1 is the compressor's own. */
export async function compressing(compressor: Compressor, level: number): Promise<Duplex> {
  switch (compressor) {
    case 'none':
      return new PassThrough();
    case 'pgzip':
      return (await import('node:zlib')).createGzip({ level });
    case 'bgzf':
      return Duplex.from((await import('./bgzf.ts')).bgzf(level));
    case 'lz4':
      return Duplex.from((await import('./lz4.ts')).lz4());
    case 'xz':
      return (await import('./xz.ts')).xz(level);
  }
}
