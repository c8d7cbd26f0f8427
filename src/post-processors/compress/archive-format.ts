export type Compressor = 'none' | 'pgzip' | 'lz4' | 'bgzf' | 'xz';

export interface ArchiveFormat {
  readonly archive: 'tar' | 'zip' | 'none';
  readonly compressor: Compressor;
}

const BY_EXTENSION: Readonly<Record<string, Compressor>> = {
  gz: 'pgzip',
  lz4: 'lz4',
  bgzf: 'bgzf',
  xz: 'xz',
};

/**
 * What the name of the output asks for. Of everything in it that looks like an extension, in small letters, the last two
 * count: the last may name a compressor or an archive, the one before it `tar`. Anything else is a tar with gzip.
 */
export function archiveFormat(output: string, format: string): ArchiveFormat {
  const name = format === '' ? output : `${output}.${format}`;
  const extensions = [...name.matchAll(/\.([a-z0-9]+)/g)].map(([, extension = '']) => extension);
  const last = extensions.at(-1) ?? '';
  if (last === 'tar' || last === 'zip') return { archive: last, compressor: 'none' };
  const compressor = Object.hasOwn(BY_EXTENSION, last) ? BY_EXTENSION[last] : undefined;
  if (compressor === undefined) return { archive: 'tar', compressor: 'pgzip' };
  return { archive: extensions.at(-2) === 'tar' ? 'tar' : 'none', compressor };
}
