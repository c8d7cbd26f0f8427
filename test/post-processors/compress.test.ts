import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import lz4 from 'lz4-wasm-nodejs';
import { unpackTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { xzProgram } from '../../src/post-processors/compress/xz.ts';
import { installed } from './installed.ts';
import { postProcessing } from './rig.ts';

/** Optional, so not there on every platform. */
const lzma = await import('lzma-native').then(
  (module) => module.default,
  () => undefined,
);

/** Larger than any block, in parts compressible and in parts not, and not a whole number of blocks. */
const large = Buffer.concat([Buffer.alloc(5_000_000, 'compressible '), randomBytes(4_500_001)]);

async function packed(output: string, files: Readonly<Record<string, Buffer | string>>, settings = {}) {
  using at = postProcessing(files);
  const artifact = await at.run('compress', { output: at.path(output), ...settings });
  expect(artifact).toEqual({
    builderId: 'packer.post-processor.compress',
    id: '',
    images: [],
    text: `compressed artifacts in: ${at.path(output)}`,
    files: [at.path(output)],
  });
  return { bytes: readFileSync(at.path(output)), lines: [...at.lines] };
}

describe('one file', () => {
  it('as gzip reads back', async () => {
    const { bytes, lines } = await packed('a.gz', { f: large });
    expect(gunzipSync(bytes).equals(large)).toBe(true);
    expect(lines).toEqual([
      expect.stringMatching(/^say: Using pgzip compression with \d+ cores for FOLDER\/a.gz$/),
      'say: Archiving FOLDER/f with pgzip',
      'say: Archive FOLDER/a.gz completed',
    ]);
  });

  it('as bgzf is gzip in blocks that tell their length, with an empty one at the end', async () => {
    const { bytes } = await packed('a.bgzf', { f: large });
    expect(gunzipSync(bytes).equals(large)).toBe(true);
    const blocks: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      expect(bytes.toString('latin1', at + 12, at + 14)).toBe('BC');
      const size = bytes.readUInt16LE(at + 16) + 1;
      blocks.push(inflateRawSync(bytes.subarray(at + 18, at + size - 8)));
      at += size;
    }
    expect(blocks.at(-1)).toHaveLength(0);
    expect(Buffer.concat(blocks).equals(large)).toBe(true);
  });

  it('as lz4 reads back block by block', async () => {
    const { bytes } = await packed('a.lz4', { f: large });
    expect(bytes.subarray(0, 7).toString('hex')).toBe('04224d186470b9');
    const blocks: Buffer[] = [];
    let at = 7;
    for (let size = bytes.readUInt32LE(at); size !== 0; size = bytes.readUInt32LE(at)) {
      const length = size & 0x7fff_ffff;
      const data = bytes.subarray(at + 4, at + 4 + length);
      blocks.push(size > 0x7fff_ffff ? data : unpackedBlock(data));
      at += 4 + length;
    }
    expect(Buffer.concat(blocks).equals(large)).toBe(true);
    expect(bytes.length - at).toBe(8);
    expect(bytes.length).toBeLessThan(large.length);
  });

  it.skipIf(lzma === undefined)('as xz reads back, by the package', async () => {
    const { bytes } = await packed('a.xz', { f: large.subarray(0, 6_000_000) });
    expect((await decompressed(bytes)).equals(large.subarray(0, 6_000_000))).toBe(true);
  });

  it.skipIf(lzma === undefined || !installed('xz'))('as xz reads back, by the program', async () => {
    using at = postProcessing({ f: large.subarray(0, 6_000_000) });
    const chunks: Buffer[] = [];
    for await (const chunk of xzProgram(1)(createReadStream(at.path('f')))) chunks.push(chunk);
    expect((await decompressed(Buffer.concat(chunks))).equals(large.subarray(0, 6_000_000))).toBe(true);
  });

  it('is all that fits without an archive, and nothing half done is left', async () => {
    using at = postProcessing({ a: 'a', b: 'b' });
    await expect(at.run('compress', { output: at.path('x.gz') })).rejects.toThrow(
      `Can only have 1 input file when not using tar/zip. Found 2 files: [${at.path('a')} ${at.path('b')}]`,
    );
    await expect(at.run('compress', { output: at.path('x.gz') }, { ...at.input, files: [] })).rejects.toThrow(
      'Found 0 files: []',
    );
    expect(existsSync(at.path('x.gz'))).toBe(false);
  });
});

describe('an archive', () => {
  it('as tar has the files under their own names', async () => {
    const { bytes, lines } = await packed('a.tar', { one: 'first', two: large });
    const entries = await unpackTar(bytes);
    expect(entries.map(({ header }) => [header.name, header.size])).toEqual([
      ['one', 5],
      ['two', large.length],
    ]);
    expect(Buffer.from(entries[1]?.data ?? []).equals(large)).toBe(true);
    expect(lines[0]).toBe('say: Tarring FOLDER/a.tar with no compression');
  });

  it('as tar takes names and sizes beyond the old limits', async () => {
    const name = 'n'.repeat(180);
    const { bytes } = await packed('a.tar', { [name]: 'x' });
    expect((await unpackTar(bytes)).map(({ header }) => header.name)).toEqual([name]);
  });

  it('as zip has the files under their paths, which lead into a folder', async () => {
    const { bytes } = await packed('a.zip', { one: 'first' });
    const name = /one$/.exec(bytes.toString('latin1', 30, 30 + bytes.readUInt16LE(26)));
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(name?.input.startsWith('/')).toBe(false);
  });

  it('of nothing is an empty one', async () => {
    const { bytes } = await packed('a.tar.gz', {});
    expect(await unpackTar(gunzipSync(bytes))).toEqual([]);
  });
});

describe('the settings', () => {
  it.each([
    ['x.tar.gz', '', 'Tarring FOLDER/x.tar.gz with pgzip'],
    ['x.tgz', '', 'Tarring FOLDER/x.tgz with pgzip'],
    ['x', '', 'Tarring FOLDER/x with pgzip'],
    ['x.tar.GZ', '', 'Tarring FOLDER/x.tar.GZ with no compression'],
    ['x.tar.b.gz', '', 'Archiving FOLDER/f with pgzip'],
    ['x.lz4', 'zip', 'Zipping FOLDER/x.lz4'],
    ['x', 'tar.lz4', 'Tarring FOLDER/x with lz4'],
  ])('output %s and format "%s" mean %s', async (output, format, said) => {
    const { lines } = await packed(output, { f: 'x' }, { format });
    expect(lines).toContain(`say: ${said}`);
  });

  it('render the name of the output with the build', async () => {
    using at = postProcessing({ f: 'x' });
    await at.run('compress', { output: `${at.folder}/{{.BuildName}}-{{.BuilderType}}-{{build_name}}.tar` });
    expect(existsSync(at.path('pages-file-pages.tar'))).toBe(true);
  });

  it('make it smaller or faster', async () => {
    const text = Buffer.from(Array.from({ length: 200_000 }, (_, index) => `${index * 7919}\n`).join(''));
    const [fast, small] = await Promise.all(
      [1, 9].map((compression_level) => packed('a.gz', { f: text }, { compression_level })),
    );
    expect(small?.bytes.length).toBeLessThan(fast?.bytes.length ?? 0);
  });

  it('refuse what cannot be, before the output is touched', async () => {
    using at = postProcessing({ f: 'x' });
    writeFileSync(at.path('x.gz'), 'precious');
    const self = at.run('compress', { output: at.path('f'), format: 'gz' });
    await expect(self).rejects.toThrow('is one of the files to compress');
    expect(readFileSync(at.path('f'), 'utf8')).toBe('x');
    await expect(at.run('compress', { output: at.path('f/x.gz') })).rejects.toThrow(
      `Unable to create dir for archive ${at.path('f/x.gz')}: mkdir ${at.path('f')}: not a directory`,
    );
    await expect(at.run('compress', { output: at.path('y.gz'), compression_level: -5 })).rejects.toThrow(
      'error creating pgzip writer: Invalid compression level.',
    );
  });
});

it('ends at once when it is cancelled, and leaves no half of an archive', async () => {
  using at = postProcessing({ f: large });
  const abort = new AbortController();
  const note = (_level: string, text: string) => void (text.startsWith('Archiving') && abort.abort());
  await expect(
    at.run('compress', { output: at.path('a.gz') }, at.input, { signal: abort.signal, note }),
  ).rejects.toMatchObject({ code: 'cancelled' });
  expect(existsSync(at.path('a.gz'))).toBe(false);
  expect(statSync(at.path('f')).size).toBe(large.length);
});

/** The package wants the size in front of the data. */
function unpackedBlock(data: Buffer): Buffer {
  const head = Buffer.alloc(4);
  for (const size of [4 * 1024 * 1024, large.length % (4 * 1024 * 1024)]) {
    head.writeUInt32LE(size);
    try {
      return Buffer.from(lz4.decompress(Buffer.concat([head, data])));
    } catch {
      // The other size, then.
    }
  }
  throw new Error('no block of LZ4');
}

async function decompressed(bytes: Buffer): Promise<Buffer> {
  if (lzma === undefined) throw new Error('lzma-native is not installed');
  const stream = lzma.createDecompressor();
  stream.end(bytes);
  const [result] = await Promise.all([buffer(stream), once(stream, 'end')]);
  return result;
}
