import type { LoadedBuild } from '../../builds/load-builds.ts';
import { hasErrors } from '../../builds/outcome.ts';
import { plan as loadPlan } from '../../builds/plan.ts';
import { stateFolder } from '../../builds/requests.ts';
import { keptInputs } from '../../builds/run-inputs.ts';
import { readTemplate } from '../../builds/template-source.ts';
import type { StepState } from '../../engine/journal-state.ts';
import { findRun, listRuns, type StoredRun } from '../../engine/run-store.ts';
import { keepsInput, stepOf } from '../../post-processors/chain.ts';
import { shortDuration } from '../../renderers/durations.ts';
import { mermaid } from '../../renderers/mermaid.ts';
import { table } from '../../renderers/table.ts';
import type { Call, Run } from '../command.ts';
import { tellProblems } from '../diagnostics.ts';
import { redactedUi } from '../redacted-ui.ts';
import { aroundOf } from '../requests.ts';
import { selectionOf } from '../selection.ts';

/** Prints the steps of each build of a template, or how far those of a run have got. */
export const run: Run = async (call) => {
  const [name = ''] = call.operands;
  const state = stateFolder(call.flags.text('state-dir'), call.terminal.cwd, aroundOf(call));
  const isRun = listRuns(state).some(({ id }) => id === name) || /^\d{8}-\d{6}-[0-9a-f]{6}$/.test(name);
  const stored = isRun ? findRun(state, name) : undefined;
  return stored === undefined ? ofTemplate(call, name) : ofRun(call, stored);
};

async function ofTemplate(call: Call, name: string): Promise<number> {
  const { terminal, flags } = call;
  const source = await readTemplate(name, terminal);
  const loaded = await loadPlan(source, {
    ...selectionOf(flags),
    ...aroundOf(call),
    force: flags.on('force'),
  });
  const ui = redactedUi(call, loaded.redactor);
  await tellProblems(loaded.problems, call, loaded.redactor);
  for (const build of loaded.builds) ui.say(flags.on('graph') ? graph(build) : plan(build));
  return hasErrors(loaded.problems) ? 1 : 0;
}

function plan(build: LoadedBuild): string {
  const rows = build.prepared.steps.map(({ name, needs, plan }) => [name, needs.join(', '), plan]);
  const lines = table([['STEP', 'NEEDS', 'WHAT IT DOES'], ...rows, ...postProcessing(build)], {
    indent: 2,
    width: 140,
  });
  return [`${build.name} (${build.type})`, ...lines, ''].join('\n');
}

function postProcessing({ chains }: LoadedBuild): readonly (readonly string[])[] {
  return chains.flatMap((chain) =>
    chain.map((member, index) => [
      stepOf(member),
      index === 0 ? 'artifact' : stepOf(chain[index - 1] ?? member),
      `post-process with ${member.kind.type}${keepsInput(member) ? '' : ', which replaces its input'}`,
    ]),
  );
}

function graph(build: LoadedBuild, stored?: StoredRun): string {
  return mermaid(
    build.prepared.steps.map(({ name, needs }) => ({
      name,
      needs,
      status: stored?.state.steps.get(name)?.status,
    })),
  );
}

/** The journal tells it all; the template is read only for the shape of the graph. */
async function ofRun(call: Call, stored: StoredRun): Promise<number> {
  const { ui, flags } = call;
  if (flags.on('graph')) return graphOfRun(call, stored);
  const { header, steps } = stored.state;
  const rows = [...steps].map(([name, state]) => [name, status(state), took(state), output(state)]);
  const lines = table([['STEP', 'STATE', 'TIME', 'OUTPUT'], ...rows], { indent: 2, width: 140 });
  ui.say(
    [`${stored.id}: ${header?.build ?? 'unknown build'} of ${header?.template ?? 'unknown'}`, ...lines].join(
      '\n',
    ),
  );
  return 0;
}

async function graphOfRun(call: Call, stored: StoredRun): Promise<number> {
  const { header } = stored.state;
  const inputs = keptInputs(stored.path);
  const now = selectionOf(call.flags);
  const source = await readTemplate(header?.template ?? '', call.terminal);
  const { builds } = await loadPlan(source, {
    only: [header?.build ?? ''],
    except: inputs.except,
    variables: [...inputs.variables, ...now.variables],
    variableFiles: [...inputs.variableFiles, ...now.variableFiles],
    env: call.terminal.env,
    cwd: inputs.cwd,
    force: inputs.force,
    site: stored.state.site,
  });
  for (const build of builds) call.ui.say(graph(build, stored));
  return builds.length === 0 ? 1 : 0;
}

function status({ status, failure, left, parts }: StepState): string {
  const done = [...parts].filter(([, { state }]) => state === 'done').length;
  const words = [status === 'finished' ? 'done, removed' : status, failure ?? '', left ? 'not removed' : ''];
  if (parts.size > 0) words.push(`${done} of ${parts.size} begun parts done`);
  return words.filter((word) => word !== '').join(', ');
}

function took({ startedAt, changedAt, status }: StepState): string {
  if (startedAt === '' || status === 'started') return '';
  return shortDuration(Date.parse(changedAt) - Date.parse(startedAt));
}

function output({ fact, handles }: StepState): string {
  if (fact !== undefined) return JSON.stringify(fact);
  return [...handles.values()].join(', ');
}
