import type { Artifact } from '../builders/builder.ts';
import { decode } from '../template/schema/decode.ts';
import { type Decoded, string, strings } from '../template/schema/field.ts';
import { configRefused } from '../template/words.ts';
import { digestsOf, isDigest } from './checksum/digests.ts';
import { addSum } from './checksum/sum-file.ts';
import { filesArtifact } from './files-artifact.ts';
import type { PostProcessorType, PostProcessScope } from './post-processor.ts';
import { renderWithData } from './render-at-run.ts';
import { checksumUnknown } from './words.ts';

const checksumFields = {
  checksum_types: strings('Any of `md5`, `sha1`, `sha224`, `sha256`, `sha384` and `sha512`.', ['md5']),
  output: string(
    'File that the sums go to; `{{.BuildName}}`, `{{.BuilderType}}` and `{{.ChecksumType}}` may be in its name.',
    'packer_{{.BuildName}}_{{.BuilderType}}_{{.ChecksumType}}.checksum',
  ),
} as const;

type ChecksumConfig = Decoded<typeof checksumFields>;

/** Writes checksums of the artifact's files, in the form of `sha256sum` but with a tab. */
export const checksum: PostProcessorType = {
  type: 'checksum',
  fields: checksumFields,
  keepsInput: true,
  insists: true,
  prepare(raw, context) {
    const config = decode(checksumFields, [raw], { context, exclude: ['output'] });
    const unknown = config.checksum_types.filter((type) => !isDigest(type));
    if (unknown.length > 0) throw configRefused(unknown.map(checksumUnknown));
    return { run: (input, scope) => run(config, input, scope) };
  },
};

async function run(config: ChecksumConfig, input: Artifact, scope: PostProcessScope): Promise<Artifact> {
  const sums = new Map<string, ReadonlyMap<string, string>>();
  // One reading of each file gives all of its sums.
  for (const file of input.files) sums.set(file, await digestsOf(file, config.checksum_types, scope.signal));
  const files = [...input.files];
  for (const type of config.checksum_types) {
    const { buildName: BuildName, builderType: BuilderType } = scope;
    const path = renderWithData(config.output, scope, { BuildName, BuilderType, ChecksumType: type });
    const lines = input.files.map((file) => ({ file, sum: sums.get(file)?.get(type) ?? '' }));
    if (lines.length > 0 && (await addSum(path, lines, scope.again))) files.push(path);
  }
  return filesArtifact('packer.post-processor.checksum', files);
}
