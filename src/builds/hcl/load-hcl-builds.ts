import type { Problem } from '../../errors/problem.ts';
import { createRedactor, type Redactor } from '../../events/redact.ts';
import type { Catalog } from '../../plugins/catalog.ts';
import type { RenderContext } from '../../template/go/context.ts';
import { seededUuids } from '../../template/go/seeded-uuids.ts';
import type { Evaluation } from '../../template/hcl/packer/evaluation.ts';
import { LATER_PACKER } from '../../template/model/version.ts';
import type { Loaded, LoadedBuild, LoadOptions } from '../load-builds.ts';
import { provisioning } from '../provisioning.ts';
import { digestOf, resolvedTemplate } from '../resolved-template.ts';
import { NO_BUILDS } from '../words.ts';
import { type DeclaredBuild, declaredBuilds } from './declared-builds.ts';
import { diagnosed, printedApart } from './diagnosed.ts';
import { typeNames } from './known-types.ts';
import { type HclAround, prepareHclBuild } from './prepare-hcl-build.ts';
import { type Selected, selectedBuilds } from './selected-builds.ts';

interface Given {
  readonly options: LoadOptions;
  readonly plugins: Catalog;
  readonly now: Date;
  readonly redactor?: Redactor;
}

/** Packer's last two phases: what builds a template has, and whether the selected ones are right. */
export async function loadHclBuilds(
  evaluation: Evaluation,
  { options, plugins, now, redactor = createRedactor() }: Given,
): Promise<Loaded> {
  const types = typeNames(evaluation.configuration.requirements, plugins);
  for (;;) {
    const loaded = await load(evaluation, { options, plugins, now, redactor, types });
    // What depends on a store is not known before it has answered.
    if (!(await evaluation.answered())) return loaded;
  }
}

type Loading = Required<Given> & Pick<HclAround, 'types'>;

async function load(evaluation: Evaluation, loading: Loading): Promise<Loaded> {
  const { options, now, redactor, types } = loading;
  const none = {
    redactor,
    now,
    builds: [],
    dialect: LATER_PACKER,
    sensitiveVariables: sensitive(evaluation),
  };
  const declared = declaredBuilds(evaluation, types);
  redactor.hide([...evaluation.secrets]);
  const initial = declared.diagnostics.map((one) => diagnosed(one, options.cwd));
  if (hasErrors(initial)) return { ...none, problems: whole(initial) };
  if (evaluation.configuration.builds.length === 0)
    return { ...none, problems: printedApart(initial, whole([diagnosed(NO_BUILD, options.cwd)])) };
  const selected = selectedBuilds(declared.builds, exactly(options));
  const found = selected.diagnostics.map((one) => diagnosed(one, options.cwd));
  const results: Result[] = [];
  const around = { ...loading, evaluation, sources: declared.sources, drops: selected.drops };
  for (const build of one(selected, options)) results.push(await loadBuild(build, around));
  const builds = chosen(
    results.flatMap(({ build }) => build ?? []),
    options,
  );
  const problems = [...found, ...results.flatMap((result) => result.problems)];
  const { hasRegistry } = declared;
  const last = lastWords({ empty: builds.length === 0, wrong: hasErrors(problems), hasRegistry }, options);
  const all = printedApart(initial, problems, last);
  return { ...none, builds, problems: builds.length === 0 ? whole(all) : all };
}

interface Ready {
  readonly empty: boolean;
  readonly wrong: boolean;
  readonly hasRegistry: boolean;
}

/** What is said when all else has been, where builds are to run. */
function lastWords(
  { empty, wrong, hasRegistry }: Ready,
  { runnable, needsBuilds = runnable, env, cwd }: LoadOptions,
): readonly Problem[] {
  if (empty && needsBuilds) return wrong ? [] : [diagnosed(NO_BUILDS, cwd)];
  if (!runnable || empty) return [];
  const off = ['off', '0'].includes(env['HCP_PACKER_REGISTRY'] ?? '');
  return hasRegistry && !off ? [diagnosed(REGISTRY, cwd)] : [];
}

function sensitive({ configuration }: Evaluation): readonly string[] {
  return [...configuration.variables.values()].filter((one) => one.sensitive).map(({ name }) => name);
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'Error');
}

/** Of the template as a whole: not even builds that are right begin. */
function whole(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => ({ ...problem, whole: true as const }));
}

const NO_BUILD = {
  summary: 'Missing build block',
  detail: 'A build block with one or more sources is required for executing a build.',
};
const REGISTRY = {
  severity: 'warning',
  summary: 'hcp_packer_registry is not sent anywhere',
  detail: 'There is no HCP Packer here: the build goes on without it.',
} as const;

/** A run that is taken up names its build, not a pattern. */
function exactly({ only, except, taken }: LoadOptions) {
  return taken === undefined ? { only, except } : { only: [], except };
}

function one({ builds }: Selected, { only, taken }: LoadOptions): readonly DeclaredBuild[] {
  return taken === undefined ? builds : builds.filter(({ name }) => only.includes(name));
}

/** Of builds of one name, a run goes on with that which it was begun with. */
function chosen(builds: readonly LoadedBuild[], { taken }: LoadOptions): readonly LoadedBuild[] {
  if (taken === undefined || builds.length < 2) return builds;
  const same = builds.filter(({ resolved }) => digestOf(resolved) === taken.digest);
  return same.length > 0 ? same : builds;
}

/** So short a text in a setting is no secret, and hiding it would hide half of the output. */
const SHORTEST = 3;

interface Result {
  readonly build?: LoadedBuild;
  readonly problems: readonly Problem[];
}

async function loadBuild(
  declared: DeclaredBuild,
  around: Loading & Pick<HclAround, 'evaluation' | 'sources' | 'drops'>,
): Promise<Result> {
  const { options, redactor, types } = around;
  const { name, use } = declared;
  const type = types.real(use.type);
  const context = () => contextOf(declared, around);
  const { prepared, problems, secrets } = await prepareHclBuild(declared, {
    ...around,
    context: context(),
    shown: context(),
  });
  // What is made of a known secret shows as such anyway, and the rest of it may be seen.
  redactor.hide(secrets.filter((secret) => secret.length >= SHORTEST && redactor.text(secret) === secret));
  if (prepared === undefined) return { problems };
  const { builder, provisioners, cleanup, chains, parts, inGuest } = prepared;
  const runUuid = options.seed ?? '';
  const resolved = redactor.data(resolvedTemplate(parts, { user: new Map(), pwd: options.cwd }));
  const plan = { name, ownName: use.sourceName, type, context: inGuest, provisioners, cleanup, runUuid };
  const build: LoadedBuild = {
    name,
    ownName: use.sourceName,
    type,
    prepared: builder,
    resolved,
    provisioners: provisioners.map(({ provisioner }) => provisioner.type),
    provisioning: (how) => provisioning(plan, resolved, { ...how, hide: (texts) => redactor.hide(texts) }),
    chains,
    postProcessing: { context: inGuest, runUuid, force: options.force },
  };
  return { build, problems };
}

/** Packer hands user variables, environment and template folder to no component of an HCL2 template. */
function contextOf({ name, use }: DeclaredBuild, { options, now, plugins }: Loading): RenderContext {
  const { seed, cwd } = options;
  return {
    now,
    pwd: cwd,
    version: LATER_PACKER,
    user: new Map(),
    withoutUser: true,
    functions: plugins.functions,
    buildName: use.sourceName,
    buildType: use.type,
    ...(seed !== undefined && { newUuid: seededUuids(`${seed} ${name}`, now) }),
  };
}
