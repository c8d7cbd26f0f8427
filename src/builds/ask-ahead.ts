import type { RenderContext } from '../template/go/context.ts';
import { askIn } from '../template/go/render.ts';
import { isList, isObject } from '../template/model/go-value.ts';
import type { Json, Template } from '../template/model/template.ts';
import { buildContexts } from './build-contexts.ts';
import { buildParts } from './build-parts.ts';
import type { NamedBuild } from './name-builds.ts';

/** Asks what the names of builders ask. */
export function askForNames({ builders }: Template, context: RenderContext): Promise<void> {
  const unnamed = { ...context, version: '' };
  return ask([{ context: unnamed, settings: builders.map(({ name }) => name) }], context);
}

/** Asks what the settings of these builds ask, before any of them is prepared: preparing waits for nobody. */
export function askForBuilds(
  builds: readonly NamedBuild[],
  around: {
    readonly template: Template;
    readonly context: RenderContext;
    readonly except: readonly string[];
  },
): Promise<void> {
  const { template, context: base, except } = around;
  const parts = builds.flatMap(({ name, builder }) => {
    const { context, inGuest } = buildContexts(base, name, builder);
    const { provisioners, cleanup, chains } = buildParts(template, builder, except);
    const planned = cleanup === undefined ? provisioners : [...provisioners, cleanup];
    return [
      { context, settings: [builder.config, ...base.user.values()] },
      {
        context: inGuest,
        settings: planned.flatMap(({ part, maxRetries }) => [maxRetries, ...part.settings]),
      },
      { context: inGuest, settings: chains.flat().flatMap(({ part }) => part.settings) },
    ];
  });
  return ask(parts, base);
}

interface Asking {
  readonly context: RenderContext;
  readonly settings: readonly Json[];
}

/** Round by round, until no answer leads to another question. Only functions of plug-ins ask here. */
async function ask(parts: readonly Asking[], { functions, questions }: RenderContext): Promise<void> {
  if (functions === undefined || functions.size === 0) return;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const { context, settings } of parts)
      for (const text of settings.flatMap(textsOf)) askIn(text, context);
    if ((await questions?.answered()) !== true) return;
  }
}

/** A chain of answers that goes on for longer leads nowhere. */
const MOST_ROUNDS = 100;

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsOf);
  return isObject(value) ? Object.entries(value).flatMap(([key, item]) => [key, ...textsOf(item)]) : [];
}
