import { type BuildError, isBuildError } from '../errors/build-error.ts';
import type { RenderContext } from '../template/go/context.ts';
import { renderUntilStable } from '../template/go/render.ts';
import { compareBytes } from '../template/model/go-value.ts';
import { located } from '../template/model/locate.ts';
import type { Template, TemplateBuilder } from '../template/model/template.ts';
import { builderNameUnrendered } from '../template/words.ts';
import type { Selection } from './selection.ts';

export interface NamedBuild {
  /** Rendered: what the user sees, and what -only and -except name. */
  readonly name: string;
  readonly builder: TemplateBuilder;
}

type NamedBuilds =
  | {
      readonly builds: readonly NamedBuild[];
      /** Of all builds, selected or not. */
      readonly names: readonly string[];
      readonly problem?: undefined;
    }
  | { readonly problem: BuildError };

/** The selected builds with their rendered names, sorted by them. Of equal names the last one in the template counts. */
export function nameBuilds(
  template: Template,
  context: RenderContext,
  { only, except }: Pick<Selection, 'only' | 'except'>,
  shown: (name: string) => string = (name) => name,
): NamedBuilds {
  // Packer does not tell its version here.
  const unnamed = { ...context, version: '' };
  const named = new Map<string, TemplateBuilder>();
  for (const [index, builder] of template.builders.entries()) {
    try {
      named.set(renderUntilStable(builder.name, unnamed), builder);
    } catch (error) {
      if (!isBuildError(error)) throw error;
      return { problem: located(builderNameUnrendered(builder.name, error, index), template) };
    }
  }
  const chosen = [...named.keys()].filter(
    (name) => only.length === 0 || only.includes(name) || only.includes(shown(name)),
  );
  const names = chosen.filter((name) => !except.includes(name)).sort(compareBytes);
  return {
    names: [...named.keys()].sort(compareBytes),
    builds: names.flatMap((name) => [named.get(name) ?? []].flat().map((builder) => ({ name, builder }))),
  };
}
