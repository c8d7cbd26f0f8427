import type { Artifact } from '../builders/builder.ts';
import { decode } from '../template/schema/decode.ts';
import { bool, type Decoded, string, stringMap } from '../template/schema/field.ts';
import { entryOf } from './manifest/entry.ts';
import { addBuild } from './manifest/manifest-file.ts';
import type { PostProcessorType, PostProcessScope } from './post-processor.ts';

const manifestFields = {
  output: string('The manifest; what other builds have written there stays.', 'packer-manifest.json'),
  strip_path: bool('Write the names of files without their folders.'),
  strip_time: bool('Leave out when the build was done.'),
  custom_data: stringMap('Any values to put in, such as `{"commit": "{{user `commit`}}"}`.'),
} as const;

export type ManifestConfig = Decoded<typeof manifestFields>;

/** Adds the build to a list of builds with their artifacts, as JSON. */
export const manifest: PostProcessorType = {
  type: 'manifest',
  fields: manifestFields,
  keepsInput: true,
  insists: true,
  prepare(raw, context) {
    const config = decode(manifestFields, [raw], { context, deprecated: ['filename'] });
    return { run: (input, scope) => run(config, input, scope) };
  },
};

async function run(config: ManifestConfig, input: Artifact, scope: PostProcessScope): Promise<Artifact> {
  const { runUuid, force, again, signal } = scope;
  const build = await entryOf(config, input, scope);
  await addBuild(config.output, build, { runUuid, force, again, signal });
  return input;
}
