import type { PreparedBuilder } from '../builders/builder.ts';
import { builderNames, builderType, isPackersOwn } from '../builders/registry.ts';
import type { Site } from '../engine/journal-record.ts';
import { isBuildError } from '../errors/build-error.ts';
import { builderNotAvailable, builderUnsupported, componentUnknown } from '../errors/component-words.ts';
import { nearest } from '../errors/nearest.ts';
import { type Problem, problemOf } from '../errors/problem.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { Chain } from '../post-processors/chain.ts';
import { type PlacedPostProcessor, prepareChains } from '../post-processors/prepare-chains.ts';
import { findPostProcessor, postProcessorType } from '../post-processors/registry.ts';
import {
  prepareProvisioner,
  prepareProvisioners,
  retriesOf,
  runsFor,
} from '../provisioners/prepare-provisioners.ts';
import { provisionerType } from '../provisioners/registry.ts';
import type { RenderContext } from '../template/go/context.ts';
import { placeholderData } from '../template/go/functions/build.ts';
import { goQuote } from '../template/go/go-quote.ts';
import type { Template, TemplateBuilder, TemplateProvisioner } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';
import { applies, chainsFor } from './applies.ts';
import { provisionerSecrets } from './provisioner-secrets.ts';
import type { Plan } from './provisioning.ts';

export interface ComponentOptions {
  readonly template: Template;
  readonly name: string;
  readonly builder: TemplateBuilder;
  readonly context: RenderContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly force: boolean;
  /** `-except`: also drops post-processors. */
  readonly except: readonly string[];
  readonly runnable: boolean;
  readonly runUuid: string;
  readonly site: Site | undefined;
  readonly plugins: ComponentSource;
}

export interface Components {
  readonly builder: PreparedBuilder;
  /** Those of the builder. */
  readonly fields: Fields;
  /** The provisioners of this build as the template has them. */
  readonly provisioners: readonly (TemplateProvisioner & { readonly fields: Fields })[];
  readonly plan: Plan;
  readonly chains: readonly Chain[];
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
  /** The post-processors of this build as the template has them. */
  readonly postProcessors: readonly (PlacedPostProcessor & { readonly fields: Fields })[];
}

/** Keys of `{{build "KEY"}}`. */
const BUILD_KEYS = [
  'ID',
  'Host',
  'Port',
  'User',
  'Password',
  'ConnType',
  'PackerRunUUID',
  'PackerHTTPAddr',
  'PackerHTTPIP',
  'PackerHTTPPort',
  'SSHPublicKey',
  'SSHPrivateKey',
  'WinRMPassword',
];

/** All parts of one build, or its first problem: first whether they exist, then whether their settings are right. */
export async function prepareComponents(
  options: ComponentOptions,
): Promise<{ readonly components?: Components; readonly problems: readonly Problem[] }> {
  const { name } = options;
  let summary = `Failed to initialize build ${goQuote(name)}`;
  try {
    await findComponents(options);
    summary = `Failed to prepare build: ${goQuote(name)}`;
    const components = await prepare(options);
    return { components, problems: components.builder.warnings.map((text) => warning(name, text)) };
  } catch (error) {
    if (!isBuildError(error)) throw error;
    return { problems: [problemOf(summary, error)] };
  }
}

async function findComponents(options: ComponentOptions): Promise<void> {
  const { template, builder, context, except, runnable, plugins } = options;
  const type = await builderType(builder.type, plugins);
  if (type === undefined) throw unknownBuilder(builder.type, plugins);
  if (runnable && type.type === 'qemu') throw builderUnsupported(type.type);
  const own = template.provisioners.filter((provisioner) => applies(provisioner, builder.name));
  const cleanup = template.cleanupProvisioner;
  for (const provisioner of [...own, ...(cleanup === undefined ? [] : [cleanup])]) {
    await provisionerType(provisioner.type, plugins);
    retriesOf(provisioner, context);
  }
  for (const one of chainsFor(template, builder.name, except).flat())
    await findPostProcessor(one, runnable, plugins);
}

function unknownBuilder(type: string, plugins: ComponentSource) {
  if (isPackersOwn(type)) return builderNotAvailable(type);
  return componentUnknown('builder', type, nearest(type, [...builderNames, ...plugins.names]));
}

async function prepare(options: ComponentOptions): Promise<Components> {
  const { template, name, builder, env, force, except, site, plugins } = options;
  const context = { ...options.context, buildName: name, buildType: builder.type };
  const type = await builderType(builder.type, plugins);
  if (type === undefined) throw unknownBuilder(builder.type, plugins);
  const prepared = type.prepare(builder.config, { context, env, force, site });
  const inGuest = { ...context, buildKeys: BUILD_KEYS, data: placeholderData(BUILD_KEYS) };
  const provisioners = await prepareProvisioners(template.provisioners, builder.name, inGuest, plugins);
  const given = template.cleanupProvisioner;
  const cleanup =
    given === undefined ? undefined : await prepareProvisioner(given, builder.name, inGuest, plugins);
  const placed = chainsFor(template, builder.name, except);
  const chains = await prepareChains(placed, inGuest, plugins);
  const own = await withFields(template, builder.name, plugins);
  return {
    builder: prepared,
    fields: type.fields,
    provisioners: own,
    plan: { name, type: builder.type, context: inGuest, provisioners, cleanup, runUuid: options.runUuid },
    chains,
    secrets: [
      ...prepared.secrets,
      ...provisionerSecrets(own, context),
      ...[...provisioners, ...(cleanup === undefined ? [] : [cleanup])].flatMap(
        ({ provisioner }) => provisioner.secrets ?? [],
      ),
      ...chains.flat().flatMap((member) => member.prepared.secrets ?? []),
    ],
    postProcessors: await withOwnFields(placed.flat(), plugins),
  };
}

async function withFields(
  { provisioners }: Template,
  builder: string,
  plugins: ComponentSource,
): Promise<Components['provisioners']> {
  const own = provisioners.filter((provisioner) => runsFor(provisioner, builder));
  return Promise.all(
    own.map(async (each) => ({ ...each, fields: (await provisionerType(each.type, plugins)).fields })),
  );
}

async function withOwnFields(
  placed: readonly PlacedPostProcessor[],
  plugins: ComponentSource,
): Promise<Components['postProcessors']> {
  return Promise.all(
    placed.map(async (each) => ({
      ...each,
      fields: (await postProcessorType(each.type, plugins))?.fields ?? {},
    })),
  );
}

function warning(name: string, detail: string): Problem {
  const summary = `Warning when preparing build: ${goQuote(name)}`;
  return { severity: 'Warning', summary, detail, mistakes: [] };
}
