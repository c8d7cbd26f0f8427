import type { BuilderType, PreparedBuilder } from '../../builders/builder.ts';
import { builderType } from '../../builders/registry.ts';
import type { Problem } from '../../errors/problem.ts';
import type { ComponentSource } from '../../plugins/component-source.ts';
import type { ChainMember } from '../../post-processors/chain.ts';
import type { PlannedProvisioner } from '../../provisioners/prepare-provisioners.ts';
import type { RenderContext } from '../../template/go/context.ts';
import type { PostProcessorBlock } from '../../template/hcl/packer/build/build-block.ts';
import { runsFor } from '../../template/hcl/packer/build/build-block.ts';
import type { Sources } from '../../template/hcl/packer/build/check-build.ts';
import type { Evaluation } from '../../template/hcl/packer/evaluation.ts';
import type { LoadOptions } from '../load-builds.ts';
import { renderedSettings, secretsIn } from '../rendered-settings.ts';
import type { ShownParts } from '../resolved-template.ts';
import { namesInSource } from './build-names.ts';
import { ComponentAttempts } from './component-attempts.ts';
import type { DeclaredBuild } from './declared-builds.ts';
import { InBuild } from './in-build.ts';
import type { TypeNames } from './known-types.ts';

export interface HclAround {
  readonly evaluation: Evaluation;
  readonly sources: Sources;
  readonly types: TypeNames;
  readonly plugins: ComponentSource;
  readonly options: LoadOptions;
  /** What the settings of this build are rendered in. */
  readonly context: RenderContext;
  /** The same for showing them. */
  readonly shown: RenderContext;
  drops(processor: PostProcessorBlock): boolean;
}

export interface PreparedHclBuild {
  readonly builder: PreparedBuilder;
  readonly provisioners: readonly PlannedProvisioner[];
  readonly cleanup: PlannedProvisioner | undefined;
  readonly chains: readonly (readonly ChainMember[])[];
  readonly parts: ShownParts;
  /** What provisioners and post-processors are rendered in. */
  readonly inGuest: RenderContext;
}

interface Preparation {
  readonly prepared?: PreparedHclBuild;
  readonly problems: readonly Problem[];
  readonly secrets: readonly string[];
}

/**
 * All parts of one build. Packer looks at provisioners only when the builder is right, and at post-processors only when
 * those are, too: what is found beyond that is told besides its text.
 */
export async function prepareHclBuild(declared: DeclaredBuild, around: HclAround): Promise<Preparation> {
  const { build, use } = declared;
  const { context, options } = around;
  const attempts = new ComponentAttempts(options.cwd);
  const inGuest = { ...context, buildKeys: [], data: {} };
  const builder = await prepareBuilder(declared, around, attempts);
  const inside = new InBuild(declared, { ...around, inGuest }, attempts);
  const failing = [hasErrors(attempts.problems)];
  let begin = attempts.problems.length;
  const beyond = () => {
    const later = attempts.problems.splice(begin);
    attempts.problems.push(
      ...later.map((one) => (failing.includes(true) ? { ...one, beyondPacker: true as const } : one)),
    );
    failing.push(hasErrors(later));
    begin = attempts.problems.length;
  };
  const own = build.provisioners.filter((one) => runsFor(one, use));
  const provisioners = await inside.provisioners(own);
  const [cleanup] = build.cleanup === undefined ? [] : await inside.provisioners([build.cleanup]);
  beyond();
  const chains = await inside.chains(build.chains);
  beyond();
  const { problems } = attempts;
  const secrets = [...attempts.secrets, ...inside.secrets, ...(builder?.secrets ?? [])];
  if (builder === undefined || hasErrors(problems)) return { problems, secrets };
  const parts = {
    builder: builder.shown,
    provisioners: inside.shownProvisioners,
    postProcessors: inside.shownPostProcessors,
  };
  return {
    prepared: { builder: builder.prepared, provisioners, cleanup, chains, parts, inGuest },
    problems,
    secrets,
  };
}

function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'Error');
}

interface Builder {
  readonly prepared: PreparedBuilder;
  readonly shown: ShownParts['builder'];
  readonly secrets: readonly string[];
}

async function prepareBuilder(
  { name, use }: DeclaredBuild,
  around: HclAround,
  attempts: ComponentAttempts,
): Promise<Builder | undefined> {
  const { evaluation, sources, types, plugins, options, context, shown } = around;
  const source = sources.get(`${use.type}.${use.sourceName}`);
  if (source === undefined) return undefined;
  const ofSource = { body: source.body, iterators: [], known: [] };
  const { env, force, site, keys, runnable } = options;
  const range = source.header;
  const component = `source ${use.type}.${use.sourceName}`;
  const scope = evaluation.scope(name, namesInSource(use));
  // Whether there is such a type at all, an npm package may tell only when it is loaded.
  const type = await attempts.one<BuilderType | undefined>(
    { fields: {}, bodies: [], scope, range, component },
    () => builderType(types.real(use.type), plugins),
  );
  if (type === undefined) return undefined;
  const bodies = use.own === undefined ? [ofSource] : [ofSource, use.own];
  return attempts.one({ fields: type.fields, bodies, scope, range, component }, (settings) => {
    attempts.secrets.push(...secretsIn(settings, type.fields));
    if (runnable && type.unserved !== undefined) throw type.unserved();
    const prepared = type.prepare(settings, { context, env, force, site, keys });
    attempts.warn(prepared.warnings, range);
    const filled = { type: type.type, fields: type.fields, settings: renderedSettings(settings, shown) };
    return { prepared, shown: filled, secrets: prepared.secrets };
  });
}
