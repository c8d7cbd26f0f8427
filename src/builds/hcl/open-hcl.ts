import { randomUUID } from 'node:crypto';
import type { Problem } from '../../errors/problem.ts';
import { createRedactor } from '../../events/redact.ts';
import type { Catalog } from '../../plugins/catalog.ts';
import { seededUuids } from '../../template/go/seeded-uuids.ts';
import type { Diagnostic } from '../../template/hcl/diagnostic.ts';
import type { Describe } from '../../template/hcl/diagnostic-text.ts';
import type { Functions, Surroundings } from '../../template/hcl/functions/function.ts';
import { FunctionError } from '../../template/hcl/functions/function.ts';
import { loadFunctions } from '../../template/hcl/functions/registry.ts';
import { assignVariables } from '../../template/hcl/packer/assign-variables.ts';
import { evaluateConfiguration } from '../../template/hcl/packer/evaluate-configuration.ts';
import type { Evaluation } from '../../template/hcl/packer/evaluation.ts';
import { Findings } from '../../template/hcl/packer/findings.ts';
import { readConfiguration } from '../../template/hcl/packer/read-configuration.ts';
import type { Source } from '../../template/hcl/syntax/source.ts';
import { Questions } from '../../template/model/questions.ts';
import { LATER_PACKER } from '../../template/model/version.ts';
import type { Loaded, LoadOptions } from '../load-builds.ts';
import type { HclSource } from '../template-source.ts';
import { declaredBuilds } from './declared-builds.ts';
import { diagnosed, printedApart } from './diagnosed.ts';
import { typeNames } from './known-types.ts';
import { loadHclBuilds } from './load-hcl-builds.ts';
import { variableFiles } from './variable-files.ts';

interface Opened {
  readonly evaluation: Evaluation | undefined;
  /** Phases that were told, each in its own. */
  readonly groups: readonly (readonly Problem[])[];
}

/** Loads the builds of an HCL2 template, phase by phase; one with an error is the last. */
export async function loadHcl(
  source: HclSource,
  { options, plugins }: { readonly options: LoadOptions; readonly plugins: Catalog },
): Promise<Loaded> {
  const now = options.now ?? new Date();
  const { evaluation, groups } = await openHcl(source, options, now);
  const redactor = createRedactor();
  const wrong = groups.flat().some(({ severity }) => severity === 'Error');
  if (evaluation === undefined || wrong) {
    redactor.hide([...(evaluation?.secrets ?? [])]);
    // What the bodies have wrong is told together with what keeps them from being evaluated.
    const more = evaluation === undefined ? [] : declaredProblems(evaluation, options, plugins);
    const [parsed = [], ...rest] = groups;
    const problems = printedApart(parsed, [...rest.flat(), ...more]).map((problem) => ({
      ...problem,
      whole: true as const,
    }));
    return { problems, redactor, now, builds: [], dialect: LATER_PACKER, sensitiveVariables: [] };
  }
  const loaded = await loadHclBuilds(evaluation, { options, plugins, now, redactor });
  return { ...loaded, problems: printedApart(...groups, loaded.problems) };
}

function declaredProblems(
  evaluation: Evaluation,
  { cwd }: LoadOptions,
  plugins: Catalog,
): readonly Problem[] {
  const types = typeNames(evaluation.configuration.requirements, plugins);
  return declaredBuilds(evaluation, types).diagnostics.map((one) => diagnosed(one, cwd));
}

/** The first three phases, but for the bodies of sources and builds. */
async function openHcl(source: HclSource, options: LoadOptions, now: Date): Promise<Opened> {
  const { env, cwd, variables: flags } = options;
  const functions = await loadFunctions(source.files.map(({ text }) => text));
  const questions = new Questions();
  const surroundings = surroundingsOf(source, options, { now, questions });
  const scope = { variables: undefined, functions, surroundings };
  const { configuration, findings, sources } = readConfiguration(source.files, {
    root: source.root,
    version: LATER_PACKER,
    env,
    scope,
  });
  const told = (found: readonly Diagnostic[], sources: ReadonlyMap<Source, Describe>) =>
    found.map((one) => diagnosed(one, cwd, { sources }));
  if (findings.hasErrors) return { evaluation: undefined, groups: [told(findings.all, sources)] };
  const given = variableFiles(source, options);
  const warns = options.warnsUndeclared ?? false;
  const { variables, diagnostics, ...assigned } = assignVariables(configuration.variables, {
    env,
    flags,
    files: given.files,
    warns,
  });
  const shown = new Map([...sources, ...assigned.sources]);
  const values = new Findings(shown);
  values.add(...findings.all, ...given.diagnostics, ...diagnostics);
  const parsed = told(values.all, shown);
  if (values.hasErrors || options.syntaxOnly === true) return { evaluation: undefined, groups: [parsed] };
  return initialized(
    { ...configuration, variables },
    { options, now, functions, surroundings, questions, parsed },
  );
}

interface Initializing {
  readonly options: LoadOptions;
  readonly now: Date;
  readonly functions: Functions;
  readonly surroundings: Surroundings;
  readonly questions: Questions;
  readonly parsed: readonly Problem[];
}

async function initialized(
  configuration: Evaluation['configuration'],
  { options, now, functions, surroundings, questions, parsed }: Initializing,
): Promise<Opened> {
  const { seed = randomUUID(), cwd, runnable, asksData = runnable } = options;
  const around = {
    functions,
    surroundings,
    version: LATER_PACKER,
    asksData,
    uuids: (place: string) => seededUuids(`${seed} ${place}`, now),
    answered: () => questions.answered(),
  };
  for (;;) {
    const { evaluation, diagnostics } = evaluateConfiguration(configuration, around);
    if (await questions.answered()) continue;
    const problems = diagnostics.map((one) => diagnosed(one, cwd));
    return { evaluation, groups: [parsed, problems] };
  }
}

function surroundingsOf(
  { root }: HclSource,
  { env, cwd }: LoadOptions,
  { now, questions }: { readonly now: Date; readonly questions: Questions },
): Surroundings {
  return {
    now: () => now,
    startedAt: now,
    uuid: randomUUID,
    folder: root,
    cwd,
    home: env['HOME'],
    ask({ store, name, key }) {
      const question = { name: store, args: key === undefined ? [name] : [name, key] };
      const answer = questions.answer(question, async () =>
        (await import('../../secrets/read-secret.ts')).readSecret(question, env),
      );
      if (answer === undefined) throw new FunctionError(`${store} has not answered yet`);
      if (answer.error !== undefined) throw new FunctionError(answer.error);
      return answer.value;
    },
  };
}
