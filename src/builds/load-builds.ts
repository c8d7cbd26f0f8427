import type { BuildScope, Keys, PreparedBuilder } from '../builders/builder.ts';
import type { Site } from '../engine/journal-record.ts';
import { type Problem, problemOf } from '../errors/problem.ts';
import { createRedactor, type Redactor } from '../events/redact.ts';
import { type Catalog, openCatalog } from '../plugins/catalog.ts';
import type { Chain } from '../post-processors/chain.ts';
import type { PostProcessScope } from '../post-processors/post-processor.ts';
import type { RenderContext } from '../template/go/context.ts';
import { seededUuids } from '../template/go/seeded-uuids.ts';
import { Questions } from '../template/model/questions.ts';
import type { JsonObject, Template } from '../template/model/template.ts';
import { PACKER_VERSION } from '../template/model/version.ts';
import { askForBuilds, askForNames } from './ask-ahead.ts';
import { type NamedBuild, nameBuilds } from './name-builds.ts';
import { parseSource } from './parse-source.ts';
import { prepareComponents } from './prepare-components.ts';
import { type ProvisioningOptions, provisioning } from './provisioning.ts';
import { resolvedTemplate } from './resolved-template.ts';
import type { Selection } from './selection.ts';
import { folderOf, type TemplateSource } from './template-source.ts';
import { resolveAll } from './template-variables.ts';
import { undefinedVariables, unmatchedBuilds, unmatchedVariables } from './unmatched-names.ts';

export interface LoadOptions extends Selection {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** `-force`. */
  readonly force: boolean;
  /** Whether the builds are to be run: then parts that can only be checked are a problem. */
  readonly runnable: boolean;
  /** Without a build there is nothing to do; default: where builds are to be run. */
  readonly needsBuilds?: boolean;
  /** Keys of the embedded cloud, used in place of all others. */
  readonly keys?: Keys;
  /** The moment that the template sees; default: this one. */
  readonly now?: Date;
  /** What `uuid` is made from; default: chance. */
  readonly seed?: string;
  /** Only what reading the files tells. */
  readonly syntaxOnly?: boolean;
  /** Data sources are asked; unset: where the builds are to be run. */
  readonly asksData?: boolean;
  /** Names in files of variables that no variable has are told of. */
  readonly warnsUndeclared?: boolean;
  /** A run is taken up: `only` is the name of its build. */
  readonly taken?: { readonly digest: string };
  /** Of a run that is taken up: where it makes its things. */
  readonly site?: Site | undefined;
}

/** A build that is ready to run. */
export interface LoadedBuild {
  /** In all output, in journals, and on the command line. */
  readonly name: string;
  /** What components and their settings know it by. */
  readonly ownName: string;
  readonly type: string;
  readonly prepared: PreparedBuilder;
  /** The template as far as it is about this build, filled in and without secrets. */
  readonly resolved: JsonObject;
  /** Types of the provisioners, in order. */
  readonly provisioners: readonly string[];
  readonly chains: readonly Chain[];
  /** What post-processors are told of the call. */
  readonly postProcessing: Pick<PostProcessScope, 'context' | 'runUuid' | 'force'>;
  /** The provisioning half of a builder's scope. */
  provisioning(
    options: Omit<ProvisioningOptions, 'hide'>,
  ): Pick<BuildScope, 'provision' | 'provisionCleanup'>;
}

export interface Loaded {
  /** Names of variables whose values are secret. */
  readonly sensitiveVariables: readonly string[];
  /** The Packer whose output this one's is like. */
  readonly dialect: string;
  /** Those without a problem, in the order of their names. */
  readonly builds: readonly LoadedBuild[];
  readonly problems: readonly Problem[];
  /** The moment that the template saw. */
  readonly now: Date;
  /** Knows every secret of template and variables. */
  readonly redactor: Redactor;
}

/**
 * From a template's text to builds, in Packer's order: structure, variables, names, then for each build its builder,
 * provisioners and post-processors. Throws what Packer prints bare; the rest is given as problems.
 */
export async function loadBuilds(source: TemplateSource, options: LoadOptions): Promise<Loaded> {
  const plugins = await openCatalog([...new Set([folderOf(source), options.cwd])]);
  if (source.hcl !== undefined)
    return (await import('./hcl/open-hcl.ts')).loadHcl(source.hcl, { options, plugins });
  const template = parseSource(source);
  const questions = new Questions();
  const redactor = createRedactor();
  const resolved = await resolveAll(template, { ...options, functions: plugins.functions, questions });
  const now = resolved.context?.now ?? new Date();
  const { sensitiveVariables } = template;
  const none = { sensitiveVariables, dialect: PACKER_VERSION, redactor, builds: [], now };
  const flags = options.taken === undefined ? options : { ...options, only: [], except: [] };
  const stray = unmatchedVariables(source.text, template, flags.variables);
  if (resolved.problem !== undefined)
    return { ...none, problems: [problemOf('', resolved.problem), ...stray] };
  redactor.hide(resolved.sensitive);
  const strict = options.strictVariables === true;
  const unknown = undefinedVariables(source, [...resolved.context.user.keys()], strict);
  if (strict && unknown.length > 0) return { ...none, problems: [...unknown, ...stray] };
  const shown = (name: string) => redactor.text(name);
  await askForNames(template, resolved.context);
  const named = nameBuilds(template, resolved.context, options, shown);
  if (named.problem !== undefined) return { ...none, problems: [problemOf('', named.problem), ...stray] };
  const needed = { ...flags, runnable: options.needsBuilds ?? options.runnable };
  const chosen = { selected: named.builds, names: named.names, shown };
  const unmatched = [...unmatchedBuilds(template, needed, chosen), ...stray];
  await askForBuilds(named.builds, { template, context: resolved.context, except: options.except });
  const around = { template, context: resolved.context, redactor, plugins };
  const results = [];
  for (const build of named.builds) results.push(await loadBuild(build, around, options));
  const found = results.flatMap(({ problems }) => problems);
  const isError = ({ severity }: Problem) => severity === 'Error';
  return {
    ...none,
    builds: results.flatMap(({ build }) => build ?? []),
    problems: [...found, ...unmatched, ...(found.some(isError) ? [] : unknown)],
  };
}

interface Around {
  readonly template: Template;
  readonly context: RenderContext;
  readonly redactor: Redactor;
  readonly plugins: Catalog;
}

async function loadBuild({ name, builder }: NamedBuild, around: Around, options: LoadOptions) {
  const { keys, force, except, runnable, seed } = options;
  const runUuid = seed ?? '';
  const { template, redactor } = around;
  const uuids = () =>
    seed === undefined ? {} : { newUuid: seededUuids(`${seed} ${name}`, around.context.now) };
  const context = { ...around.context, ...uuids() };
  const result = await prepareComponents({
    template,
    name,
    builder,
    context,
    shown: { ...around.context, ...uuids() },
    env: options.env,
    force,
    except,
    runnable,
    runUuid,
    site: options.site,
    keys,
    plugins: around.plugins,
  });
  const { components, problems, secrets } = result;
  redactor.hide(secrets);
  if (components === undefined) return { problems };
  const { plan, builder: prepared, chains } = components;
  const resolved = redactor.data(resolvedTemplate(components.shown, context));
  const build: LoadedBuild = {
    name,
    ownName: name,
    type: builder.type,
    prepared,
    resolved,
    provisioners: plan.provisioners.map(({ provisioner }) => provisioner.type),
    provisioning: (how) =>
      provisioning(plan, resolved, { ...how, hide: (secrets) => redactor.hide(secrets) }),
    chains,
    postProcessing: { context: plan.context, runUuid, force },
  };
  return { build, problems };
}
