import type { Artifact } from '../builders/builder.ts';

/** An artifact that is nothing but files. */
export function filesArtifact(builderId: string, files: readonly string[]): Artifact {
  const text = `Created artifact from files: ${files.join(', ')}`;
  return { builderId, id: '', text, files, images: [] };
}
