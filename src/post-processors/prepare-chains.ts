import type { ComponentSource } from '../plugins/component-source.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { TemplatePostProcessor } from '../template/model/template.ts';
import type { Chain, ChainMember } from './chain.ts';
import { postProcessorType } from './registry.ts';

/** A post-processor of the template with its place there. */
export type PlacedPostProcessor = TemplatePostProcessor & { readonly place: string };

/** The chains of one build, their settings decoded and checked; those known by name only are left out. */
export async function prepareChains(
  chains: readonly (readonly PlacedPostProcessor[])[],
  context: RenderContext,
  plugins?: ComponentSource,
): Promise<readonly Chain[]> {
  const prepared: Chain[] = [];
  for (const chain of chains) {
    const members: ChainMember[] = [];
    for (const one of chain) members.push(...(await member(one, context, plugins)));
    prepared.push(members);
  }
  return prepared;
}

async function member(
  { place, name, type, keepInputArtifact, config }: PlacedPostProcessor,
  context: RenderContext,
  plugins?: ComponentSource,
): Promise<readonly ChainMember[]> {
  const kind = await postProcessorType(type, plugins);
  if (kind === undefined) return [];
  return [{ place, name, kind, keepInput: keepInputArtifact, prepared: kind.prepare(config, context) }];
}
