import type { Artifact } from '../builders/builder.ts';
import { discardFiles } from '../files/discard-files.ts';
import type { PostProcessorType } from '../post-processors/post-processor.ts';
import { renderWithData } from '../post-processors/render-at-run.ts';
import { guarded, prepareConfig } from './adapt-component.ts';
import type { PostProcessorPlugin } from './plugin.ts';
import { pluginArtifact } from './plugin-artifact.ts';

/** A post-processor of a plug-in as one of ours. */
export function adaptPostProcessor(type: string, plugin: PostProcessorPlugin): PostProcessorType {
  return {
    type,
    fields: plugin.fields,
    keepsInput: plugin.keepsInput,
    ...(plugin.insists !== undefined && { insists: plugin.insists }),
    prepare(raw, context) {
      const { config, secrets } = prepareConfig(plugin, [raw], context);
      return {
        secrets,
        async run(input, scope) {
          const own = { ...scope, render: (text: string, more = {}) => renderWithData(text, scope, more) };
          const made = await guarded('post-process-failed', scope.signal, () =>
            plugin.run(input, config, own),
          );
          return passedOn(input, made) ? input : pluginArtifact(type, made);
        },
        discard: (artifact) => plugin.discard?.(artifact, config) ?? discardFiles(artifact),
      };
    },
  };
}

/** The very artifact that came in, so that its maker stays its maker. */
function passedOn(input: Artifact, made: object | undefined): boolean {
  return made === input;
}
