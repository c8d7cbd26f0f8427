import type { BuilderType, Keys, PreparedBuilder } from '../builders/builder.ts';
import { builderNames, builderType, isPackersOwn } from '../builders/registry.ts';
import type { Site } from '../engine/journal-record.ts';
import { builderNotAvailable, componentUnknown } from '../errors/component-words.ts';
import { nearest } from '../errors/nearest.ts';
import type { Problem } from '../errors/problem.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { Chain } from '../post-processors/chain.ts';
import { prepareMember } from '../post-processors/prepare-chains.ts';
import { findPostProcessor, postProcessorType } from '../post-processors/registry.ts';
import { prepareProvisioner, retriesOf } from '../provisioners/prepare-provisioners.ts';
import { provisionerType } from '../provisioners/registry.ts';
import type { RenderContext } from '../template/go/context.ts';
import { goQuote } from '../template/go/go-quote.ts';
import { isObject } from '../template/model/go-value.ts';
import type { Json, Template, TemplateBuilder } from '../template/model/template.ts';
import { Attempts, type ComponentPart } from './attempts.ts';
import { buildContexts } from './build-contexts.ts';
import { type BuildParts, buildParts, type PostProcessorPart, type ProvisionerPart } from './build-parts.ts';
import type { Plan } from './provisioning.ts';
import { renderedSettings, secretsIn } from './rendered-settings.ts';
import type { Shown, ShownParts } from './resolved-template.ts';

interface ComponentOptions {
  readonly template: Template;
  readonly name: string;
  readonly builder: TemplateBuilder;
  readonly context: RenderContext;
  /** The same for showing the settings, so that what is used up in rendering is there for both. */
  readonly shown: RenderContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly force: boolean;
  /** `-except`: also drops post-processors. */
  readonly except: readonly string[];
  readonly runnable: boolean;
  readonly runUuid: string;
  readonly site: Site | undefined;
  readonly keys: Keys | undefined;
  readonly plugins: ComponentSource;
}

interface Components {
  readonly builder: PreparedBuilder;
  readonly shown: ShownParts;
  readonly plan: Plan;
  readonly chains: readonly Chain[];
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
}

type ShownProvisioner = ProvisionerPart & Shown & { readonly overrides: Readonly<Record<string, Json>> };
type ShownPostProcessor = PostProcessorPart & Shown;

/**
 * All parts of one build, or its problems: first whether they exist, then whether their settings are right. Packer stops
 * at the first of these, so the others come after it.
 */
export async function prepareComponents(options: ComponentOptions): Promise<Preparation> {
  const { template, name, builder, except, context } = options;
  const attempts = new Attempts(template, context.pwd);
  const found = await find(buildParts(template, builder, except), options, attempts);
  const secrets = secretsOf(found);
  const components = await prepare(found, options, attempts);
  if (components === undefined || attempts.problems.length > 0)
    return { secrets, problems: attempts.problems };
  const problems = components.builder.warnings.map((text) => warning(name, text));
  return { components, problems, secrets: [...secrets, ...components.secrets] };
}

interface Preparation {
  readonly components?: Components;
  readonly problems: readonly Problem[];
  /** Values that must never be printed, also where a part is wrong. */
  readonly secrets: readonly string[];
}

interface Found {
  readonly builder: (BuilderType & Shown & { readonly part: ComponentPart }) | undefined;
  readonly provisioners: readonly ShownProvisioner[];
  readonly cleanup: ShownProvisioner | undefined;
  readonly chains: readonly (readonly ShownPostProcessor[])[];
}

function secretsOf({ builder, provisioners, cleanup, chains }: Found): readonly string[] {
  const inGuest = [...provisioners, ...(cleanup === undefined ? [] : [cleanup])];
  return [
    ...[...(builder === undefined ? [] : [builder]), ...inGuest, ...chains.flat()].flatMap(
      ({ settings, fields }) => secretsIn(settings, fields),
    ),
    ...inGuest.flatMap(({ overrides, fields }) =>
      Object.values(overrides).flatMap((settings) => secretsIn(settings, fields)),
    ),
  ];
}

/** The parts whose types there are. */
async function find(parts: BuildParts, options: ComponentOptions, attempts: Attempts): Promise<Found> {
  const { name, builder, context, shown, runnable, plugins } = options;
  const summary = `Failed to initialize build ${goQuote(name)}`;
  const type = await attempts.one(summary, parts.builder, () => findBuilder(builder.type, runnable, plugins));
  const settings = renderedSettings(builder.config, shown);
  const provisioner = (one: ProvisionerPart) =>
    attempts.one(summary, one.part, async () => {
      const { fields } = await provisionerType(one.type, plugins);
      retriesOf(one, context);
      const overrides = [...one.override].map(
        ([build, own]) => [build, isObject(own) ? renderedSettings(own, shown) : own] as const,
      );
      const filled = {
        settings: renderedSettings(one.config, shown),
        overrides: Object.fromEntries(overrides),
      };
      return { ...one, fields, ...filled };
    });
  const postProcessor = (one: PostProcessorPart) =>
    attempts.one(summary, one.part, async () => {
      await findPostProcessor(one, runnable, plugins);
      const fields = (await postProcessorType(one.type, plugins))?.fields ?? {};
      return { ...one, fields, settings: renderedSettings(one.config, shown) };
    });
  return {
    builder: type && { ...type, part: parts.builder, settings },
    provisioners: await each(parts.provisioners, provisioner),
    cleanup: parts.cleanup && (await provisioner(parts.cleanup)),
    chains: await each(parts.chains, (chain) => each(chain, postProcessor)),
  };
}

async function findBuilder(type: string, runnable: boolean, plugins: ComponentSource): Promise<BuilderType> {
  const found = await builderType(type, plugins);
  if (found === undefined) throw unknownBuilder(type, plugins);
  if (runnable && found.unserved !== undefined) throw found.unserved();
  return found;
}

function unknownBuilder(type: string, plugins: ComponentSource) {
  if (isPackersOwn(type)) return builderNotAvailable(type);
  return componentUnknown('builder', type, nearest(type, [...builderNames, ...plugins.names]));
}

/** What comes of the parts that were found; nothing when the builder is not among them, or cannot be prepared. */
async function prepare(
  found: Found,
  options: ComponentOptions,
  attempts: Attempts,
): Promise<Components | undefined> {
  const { name, builder, env, force, site, keys, plugins, runUuid } = options;
  const { context, inGuest } = buildContexts(options.context, name, builder);
  const summary = `Failed to prepare build: ${goQuote(name)}`;
  const { builder: type, provisioners: own } = found;
  const prepared =
    type &&
    (await attempts.one(
      summary,
      type.part,
      () => type.prepare(builder.config, { context, env, force, site, keys }),
      type,
    ));
  const plan = (one: Found['provisioners'][number]) =>
    attempts.one(summary, one.part, () => prepareProvisioner(one, builder.name, inGuest, plugins), one);
  const member = (one: Found['chains'][number][number]) =>
    attempts.one(
      summary,
      one.part,
      () => prepareMember(one, inGuest, { env, force, site, keys }, plugins),
      one,
    );
  const provisioners = await each(own, plan);
  const cleanup = found.cleanup && (await plan(found.cleanup));
  const chains = await each(found.chains, async (chain) => (await each(chain, member)).flat());
  if (type === undefined || prepared === undefined) return undefined;
  return {
    builder: prepared,
    shown: { builder: type, provisioners: own, postProcessors: found.chains.flat() },
    plan: { name, ownName: name, type: builder.type, context: inGuest, provisioners, cleanup, runUuid },
    chains,
    secrets: [
      ...prepared.secrets,
      ...[...provisioners, ...(cleanup === undefined ? [] : [cleanup])].flatMap(
        ({ provisioner }) => provisioner.secrets ?? [],
      ),
      ...chains.flat().flatMap((one) => one.prepared.secrets ?? []),
    ],
  };
}

/** One after the other, in order; without those of which nothing comes. */
async function each<From, To>(
  items: readonly From[],
  change: (item: From) => Promise<To | undefined>,
): Promise<readonly To[]> {
  const changed: To[] = [];
  for (const item of items) {
    const one = await change(item);
    if (one !== undefined) changed.push(one);
  }
  return changed;
}

function warning(name: string, detail: string): Problem {
  const summary = `Warning when preparing build: ${goQuote(name)}`;
  return { severity: 'Warning', summary, detail, mistakes: [] };
}
