import type { Template, TemplatePostProcessor } from '../template/template.ts';

/** Whether something with `only` and `except` is meant for the builder with this name, as written in the template. */
export function applies(
  { only, except }: { readonly only: readonly string[]; readonly except: readonly string[] },
  rawName: string,
): boolean {
  return (only.length === 0 || only.includes(rawName)) && !except.includes(rawName);
}

/** The chains of one build: -except drops a post-processor by its name, and with it the rest of its chain. */
export function chainsFor(
  { postProcessors }: Template,
  rawName: string,
  except: readonly string[],
): readonly (readonly TemplatePostProcessor[])[] {
  return postProcessors
    .map((chain) => {
      const dropped = chain.findIndex(({ name }) => except.includes(name));
      return (dropped < 0 ? chain : chain.slice(0, dropped)).filter((one) => applies(one, rawName));
    })
    .filter((chain) => chain.length > 0);
}
