import { glob } from '../files/glob.ts';
import { decode } from '../template/schema/decode.ts';
import { strings } from '../template/schema/field.ts';
import { filesArtifact } from './files-artifact.ts';
import type { PostProcessorType } from './post-processor.ts';
import { noFiles } from './words.ts';

const artificeFields = {
  files: strings('Files that make up the new artifact; patterns with `*`, `?` and `[...]`.'),
} as const;

/** Says which files the artifact consists of from now on, whatever the builder said. */
export const artifice: PostProcessorType = {
  type: 'artifice',
  fields: artificeFields,
  keepsInput: true,
  prepare(raw, context) {
    const config = decode(artificeFields, [raw], { context });
    if (config.files.length === 0) throw noFiles();
    return {
      async run(input, { note }) {
        if (input.files.length > 0) note('say', `Discarding files from artifact: ${input.files.join(', ')}`);
        const files = (await Promise.all(config.files.map(glob))).flat();
        note('say', `Using these artifact files: ${files.join(', ')}`);
        return filesArtifact('packer.post-processor.artifice', files);
      },
    };
  },
};
