import type { BuildScope, PreparedBuilder } from '../builders/builder.ts';
import type { Emit } from '../events/event.ts';
import { createRedactor, type Redactor } from '../events/redact.ts';
import type { RenderContext } from '../template/interpolation/context.ts';
import { render } from '../template/interpolation/render.ts';
import type { JsonObject, Template, TemplateBuilder } from '../template/template.ts';
import { type Problem, problemOf } from './diagnostics.ts';
import { type Keys, withKeys, withoutCredentials } from './emulated-keys.ts';
import { type NamedBuild, nameBuilds } from './name-builds.ts';
import { parseSource } from './parse-source.ts';
import { prepareComponents } from './prepare-components.ts';
import { provisioning } from './provisioning.ts';
import type { Selection } from './selection.ts';
import type { TemplateSource } from './template-source.ts';
import { resolveAll } from './template-variables.ts';

export interface LoadOptions extends Selection {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `-force`. */
  readonly force: boolean;
  /** Whether the builds are to be run: then parts that can only be checked are a problem. */
  readonly runnable: boolean;
  /** Keys of the embedded cloud, used in place of all others. */
  readonly keys?: Keys;
}

/** A build that is ready to run. */
export interface LoadedBuild {
  readonly name: string;
  readonly type: string;
  readonly region: string;
  readonly prepared: PreparedBuilder;
  /** The provisioning half of a builder's scope. */
  provisioning(emit: Emit): Pick<BuildScope, 'provision' | 'provisionCleanup'>;
}

export interface Loaded {
  readonly template: Template;
  /** Those without a problem, in the order of their names. */
  readonly builds: readonly LoadedBuild[];
  readonly problems: readonly Problem[];
  /** Resolved user variables. */
  readonly variables: ReadonlyMap<string, string>;
  /** Knows every secret of template and variables. */
  readonly redactor: Redactor;
}

const NO_VARIABLES: ReadonlyMap<string, string> = new Map();

/**
 * From a template's text to builds, in Packer's order: structure, variables, names, then for each build its builder,
 * provisioners and post-processors. Throws what Packer prints bare; the rest is given as problems.
 */
export async function loadBuilds(source: TemplateSource, options: LoadOptions): Promise<Loaded> {
  const template = parseSource(source);
  const redactor = createRedactor();
  const resolved = resolveAll(template, options);
  const none = { template, redactor, builds: [], variables: NO_VARIABLES };
  if (resolved.problem !== undefined) return { ...none, problems: [problemOf('', resolved.problem)] };
  redactor.hide(resolved.sensitive);
  const named = nameBuilds(template, resolved.context, options);
  if (named.problem !== undefined) return { ...none, problems: [problemOf('', named.problem)] };
  const around = { template, context: resolved.context, redactor };
  const results = [];
  for (const build of named.builds) results.push(await loadBuild(build, around, options));
  return {
    ...{ template, redactor, variables: resolved.context.user },
    builds: results.flatMap(({ build }) => build ?? []),
    problems: results.flatMap(({ problems }) => problems),
  };
}

interface Around {
  readonly template: Template;
  readonly context: RenderContext;
  readonly redactor: Redactor;
}

async function loadBuild({ name, builder }: NamedBuild, around: Around, options: LoadOptions) {
  const { keys, force, except, runnable } = options;
  const { template, context, redactor } = around;
  const env = keys === undefined ? options.env : withoutCredentials(options.env);
  const own = keys === undefined ? builder : { ...builder, config: emulated(builder, keys) };
  if (keys === undefined) redactor.hide(accessKeys(builder, context, env));
  const result = await prepareComponents({
    template,
    name,
    builder: own,
    context,
    env,
    force,
    except,
    runnable,
  });
  const { components, problems } = result;
  if (components === undefined) return { problems };
  redactor.hide(components.builder.secrets);
  const region = written(builder, 'region', context) || (env['ALICLOUD_REGION'] ?? '');
  const { plan, builder: prepared } = components;
  const build: LoadedBuild = {
    name,
    type: builder.type,
    region,
    prepared,
    provisioning: (emit) => provisioning(plan, emit),
  };
  return { build, problems };
}

function emulated(builder: TemplateBuilder, keys: Keys): JsonObject {
  return builder.type === 'alicloud-ecs' ? withKeys(builder.config, keys) : builder.config;
}

/** Packer hides the id of the key as well, although it is no secret. */
function accessKeys(
  builder: TemplateBuilder,
  context: RenderContext,
  env: LoadOptions['env'],
): readonly string[] {
  if (builder.type !== 'alicloud-ecs') return [];
  return [written(builder, 'access_key', context) || (env['ALICLOUD_ACCESS_KEY'] ?? '')];
}

/** A setting as the template has it, rendered; empty where that does not work, which preparing the builder tells. */
function written({ config }: TemplateBuilder, key: string, context: RenderContext): string {
  const value = config[key];
  try {
    return typeof value === 'string' ? render(value, context) : '';
  } catch {
    return '';
  }
}
