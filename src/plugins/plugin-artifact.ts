import type { Artifact } from '../builders/builder.ts';
import type { PluginArtifact } from './plugin.ts';
import { artifactMalformed } from './words.ts';

/** An artifact that a plug-in gave, checked: it goes into the journal and into reports. */
export function pluginArtifact(type: string, made: PluginArtifact): Artifact;
export function pluginArtifact(type: string, made: PluginArtifact | undefined): Artifact | undefined;
export function pluginArtifact(type: string, made: PluginArtifact | undefined): Artifact | undefined {
  if (made === undefined || made === null) return undefined;
  const { id = '', text, files = [], data } = made;
  if (typeof text !== 'string') throw artifactMalformed(type, 'without a `text`');
  if (typeof id !== 'string') throw artifactMalformed(type, 'whose `id` is no string');
  if (!Array.isArray(files) || !files.every((file) => typeof file === 'string'))
    throw artifactMalformed(type, 'whose `files` are no list of paths');
  return { builderId: type, id, text, files: [...files], images: [], ...(data !== undefined && { data }) };
}
