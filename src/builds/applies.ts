import type { PlacedPostProcessor } from '../post-processors/prepare-chains.ts';
import type { Template } from '../template/model/template.ts';

/** Whether something with `only` and `except` is meant for the builder with this name, as written in the template. */
function applies(
  { only, except }: { readonly only: readonly string[]; readonly except: readonly string[] },
  rawName: string,
): boolean {
  return (only.length === 0 || only.includes(rawName)) && !except.includes(rawName);
}

/**
 * The chains of one build with the places that their members have in the template. -except drops a post-processor by its
 * name, and with it the rest of its chain; one that is not meant for this build drops nothing.
 */
export function chainsFor(
  { postProcessors }: Pick<Template, 'postProcessors'>,
  rawName: string,
  except: readonly string[],
): readonly (readonly PlacedPostProcessor[])[] {
  return postProcessors
    .map((members, chain) => {
      const placed = members.map((one, index) => ({ ...one, place: `${chain + 1}.${index + 1}` }));
      const own = placed.filter((one) => applies(one, rawName));
      const dropped = own.findIndex(({ name }) => except.includes(name));
      return dropped < 0 ? own : own.slice(0, dropped);
    })
    .filter((chain) => chain.length > 0);
}
