import { nearest } from '../errors/nearest.ts';
import { componentUnknown, ossBucketMissing, postProcessorNotAvailable } from '../errors/word/cli.ts';
import { postProcessorFields, postProcessorNames } from '../post-processors/registry.ts';
import type { RenderContext } from '../template/interpolation/context.ts';
import { decode } from '../template/schema/decode.ts';
import type { TemplatePostProcessor } from '../template/template.ts';

type Chains = readonly (readonly TemplatePostProcessor[])[];

/** Strings of `alicloud-import` that are rendered only while it runs. */
const LATE = ['oss_key_name', 'run_command'];

/** Refuses unknown post-processors, and where the build is to be run every one of them: none can be run yet. */
export function findPostProcessors(chains: Chains, runnable: boolean): void {
  for (const { type, name } of chains.flat()) {
    if (!postProcessorNames.includes(type))
      throw componentUnknown('post-processor', type, nearest(type, postProcessorNames));
    if (runnable) throw postProcessorNotAvailable(name);
  }
}

/** Checks the settings of those post-processors whose settings are known. */
export async function checkPostProcessors(chains: Chains, context: RenderContext): Promise<void> {
  for (const { type, config } of chains.flat()) {
    const fields = await postProcessorFields(type);
    if (fields === undefined) continue;
    const decoded = decode(fields, [config], { context, exclude: LATE });
    if (decoded['oss_bucket_name'] === '') throw ossBucketMissing();
  }
}
