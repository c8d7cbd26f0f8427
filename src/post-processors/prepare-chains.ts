import type { PrepareOptions } from '../builders/builder.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { TemplatePostProcessor } from '../template/model/template.ts';
import type { ChainMember } from './chain.ts';
import { postProcessorType } from './registry.ts';

/** A post-processor of the template with its place there. */
export type PlacedPostProcessor = TemplatePostProcessor & { readonly place: string };

/** A member of a chain, its settings decoded and checked; nothing for one that is known by name only. */
export async function prepareMember(
  { place, name, type, keepInputArtifact, config }: PlacedPostProcessor,
  context: RenderContext,
  around: Omit<PrepareOptions, 'context'>,
  plugins?: ComponentSource,
): Promise<readonly ChainMember[]> {
  const kind = await postProcessorType(type, plugins);
  if (kind === undefined) return [];
  return [
    { place, name, kind, keepInput: keepInputArtifact, prepared: kind.prepare(config, context, around) },
  ];
}
