import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Artifact } from '../../builders/builder.ts';
import { compareBytes } from '../../template/model/go-value.ts';
import type { ManifestConfig } from '../manifest.ts';
import type { PostProcessScope } from '../post-processor.ts';
import { renderWithData } from '../render-at-run.ts';

/** One build in a manifest; the keys stand in Packer's order. */
export interface ManifestBuild {
  readonly name: string;
  readonly builder_type: string;
  /** Seconds since 1970. */
  readonly build_time?: number;
  readonly files: readonly { readonly name: string; readonly size: number }[] | null;
  readonly artifact_id: string;
  readonly packer_run_uuid: string;
  readonly custom_data: Readonly<Record<string, string>> | null;
}

export async function entryOf(
  config: ManifestConfig,
  input: Artifact,
  scope: PostProcessScope,
): Promise<ManifestBuild> {
  const files = await Promise.all(
    input.files.map(async (path) => ({
      name: config.strip_path ? basename(path) : path,
      size: await stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    })),
  );
  const data = Object.entries(config.custom_data)
    .map(([key, value]) => [key, renderWithData(value, scope)] as const)
    .sort(([one], [other]) => compareBytes(one, other));
  return {
    name: scope.buildName,
    builder_type: scope.builderType,
    ...(!config.strip_time && { build_time: Math.floor(Date.now() / 1000) }),
    files: files.length === 0 ? null : files,
    artifact_id: input.id,
    packer_run_uuid: scope.runUuid,
    custom_data: data.length === 0 ? null : Object.fromEntries(data),
  };
}
