import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Artifact } from '../builders/builder.ts';
import { isBuildError } from '../errors/build-error.ts';
import { goFileError } from '../files/go-file-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { cancelledComponent } from '../provisioners/words.ts';
import { decode } from '../template/schema/decode.ts';
import { type Decoded, int, string } from '../template/schema/field.ts';
import { reason } from '../wire/reason.ts';
import { type ArchiveFormat, archiveFormat, type Compressor } from './compress/archive-format.ts';
import { bytesOf, checkFiles, tarOf, zipOf } from './compress/archives.ts';
import { compressing } from './compress/compressors.ts';
import type { PostProcessorType, PostProcessScope } from './post-processor.ts';
import { renderWithData } from './render-at-run.ts';
import { compressesItself, fileFailed, levelInvalid, manyInputs } from './words.ts';

const compressFields = {
  output: string(
    'The archive: `.tar`, `.zip`, `.gz`, `.lz4`, `.bgzf`, `.xz`, or one of the last four behind `.tar`; anything else is a gzipped tar.',
    'packer_{{.BuildName}}_{{.BuilderType}}',
  ),
  // Names of Packer's own code that it takes in templates too, and then works out by itself.
  archive: string('Taken and ignored, as in Packer: the name of the output tells it.'),
  algorithm: string('Taken and ignored, as in Packer: the name of the output tells it.'),
  format: string('What the archive is, as an extension, where its name does not say so.'),
  compression_level: int('From 1, fast, to 9, small; the compressor decides unless set.', -1),
} as const;

type CompressConfig = Decoded<typeof compressFields>;

/** Packs the artifact's files into one archive, which takes their place. */
export const compress: PostProcessorType = {
  type: 'compress',
  fields: compressFields,
  keepsInput: false,
  prepare(raw, context) {
    const config = decode(compressFields, [raw], { context, exclude: ['output'] });
    return { run: (input, scope) => run(config, input, scope) };
  },
};

async function run(config: CompressConfig, input: Artifact, scope: PostProcessScope): Promise<Artifact> {
  const { buildName: BuildName, builderType: BuilderType } = scope;
  const output = renderWithData(config.output, scope, { BuildName, BuilderType });
  const format = archiveFormat(output, config.format);
  const inTheWay = await makeFolder(dirname(output));
  if (inTheWay !== undefined) throw fileFailed(`Unable to create dir for archive ${output}`, inTheWay);
  if (input.files.some((file) => resolve(file) === resolve(output))) throw compressesItself(output);
  await (await open(output, 'w').catch(uncreated(output))).close();
  announce(format, output, scope);
  try {
    await pack(input.files, { ...config, output, format }, scope);
  } catch (error) {
    // Half an archive is good for nothing.
    await rm(output, { force: true });
    throw error;
  }
  scope.note('say', `Archive ${output} completed`);
  const text = `compressed artifacts in: ${output}`;
  return { builderId: 'packer.post-processor.compress', id: '', text, files: [output], images: [] };
}

function announce({ archive, compressor }: ArchiveFormat, output: string, { note }: PostProcessScope): void {
  const cores = compressor === 'xz' ? '1 core' : `${availableParallelism()} cores`;
  const alone = compressor === 'xz' ? ' (library does not support MT)' : '';
  if (compressor !== 'none')
    note('say', `Using ${compressor} compression with ${cores} for ${output}${alone}`);
  if (archive === 'zip') note('say', `Zipping ${output}`);
  if (archive === 'tar')
    note('say', `Tarring ${output} with ${compressor === 'none' ? 'no compression' : compressor}`);
}

interface Packing {
  readonly output: string;
  readonly format: ArchiveFormat;
  readonly compression_level: number;
}

async function pack(
  files: readonly string[],
  { output, format, compression_level }: Packing,
  { note, signal }: PostProcessScope,
): Promise<void> {
  const { archive, compressor } = format;
  const [only] = files;
  if (archive === 'none' && (only === undefined || files.length > 1)) throw manyInputs(files);
  if (archive === 'none') note('say', `Archiving ${only} with ${compressor}`);
  await checkFiles(files, archive);
  const level = levelOf(compression_level, compressor);
  const stage = await compressing(compressor, level);
  try {
    await pipeline(await sourceOf(archive, files, level), stage, createWriteStream(output), { signal });
  } catch (error) {
    if (signal.aborted) throw cancelledComponent('compress');
    if (isBuildError(error)) throw error;
    return uncreated(output)(error);
  }
}

async function sourceOf(
  archive: ArchiveFormat['archive'],
  files: readonly string[],
  level: number,
): Promise<Readable> {
  if (archive === 'tar') return tarOf(files);
  return archive === 'zip' ? zipOf(files, level) : bytesOf(files[0] ?? '');
}

function uncreated(output: string) {
  return (error: unknown): never => {
    const system = error instanceof Error && 'syscall' in error;
    const why = system ? goFileError(String(error.syscall), output, error) : reason(error);
    throw fileFailed(`Unable to create archive ${output}`, why);
  };
}

/** Packer cannot tell 0 from nothing given, and takes more than 9 for 9; only two compressors mind less than -1. */
function levelOf(level: number, compressor: Compressor): number {
  if (level < -1 && (compressor === 'pgzip' || compressor === 'bgzf')) throw levelInvalid(compressor);
  return level <= 0 ? -1 : Math.min(level, 9);
}
