import { join, resolve } from 'node:path';
import { components, componentsIn } from '../../builds/catalog.ts';
import type { Around, Candidate, Completion } from './candidates.ts';
import { SHELLS } from './shells.ts';

interface OperandContext extends Around {
  /** Operands before this one. */
  readonly operands: readonly string[];
  /** All words before this one. */
  readonly words: readonly string[];
}

/** Values for the next operand of a command, told by how its help calls it. */
export async function operandValues(names: readonly string[], context: OperandContext): Promise<Completion> {
  const place = Math.min(context.operands.length, names.length - 1);
  const last = names.at(-1) ?? '';
  if (context.operands.length >= names.length && !last.includes('...')) return { candidates: [] };
  const kinds = (names[place] ?? '').replace(/[[\].]/g, '').split('|');
  const lists = await Promise.all(kinds.map((kind) => ofKind(kind, context)));
  const files = kinds.some((kind) => kind === 'TEMPLATE' || kind === 'PATH');
  return { candidates: lists.flat(), ...(files && { files: 'json' as const }) };
}

async function ofKind(kind: string, context: OperandContext): Promise<readonly Candidate[]> {
  if (kind === 'RUN') return runs(context);
  if (kind === 'STEP') return steps(context);
  if (kind === 'COMPONENT') return componentNames(context);
  return kind === 'SHELL' ? SHELLS.map((value) => ({ value })) : [];
}

async function runs(context: OperandContext): Promise<readonly Candidate[]> {
  const { listRuns, statusOf } = await import('../../engine/run-store.ts');
  return listRuns(stateFolder(context)).map((run) => ({
    value: run.id,
    description: `${run.state.header?.build ?? ''} ${statusOf(run)}`.trim(),
  }));
}

async function steps(context: OperandContext): Promise<readonly Candidate[]> {
  const { listRuns } = await import('../../engine/run-store.ts');
  const run = listRuns(stateFolder(context)).find(({ id }) => id === context.operands[0]);
  return [...(run?.state.steps.keys() ?? [])].map((value) => ({ value }));
}

async function componentNames({ cwd }: OperandContext): Promise<readonly Candidate[]> {
  // A list of plug-ins that is wrong is told by the commands that need it.
  const all = await componentsIn(cwd).catch(components);
  const documented = all.filter(({ fields }) => fields !== undefined);
  return documented.map(({ type, kind }) => ({ value: type, description: kind }));
}

function stateFolder({ words, cwd, env }: OperandContext): string {
  const given = words.map((word) => /^--?state-dir=(.+)/.exec(word)?.[1]).find((folder) => folder);
  const said = given ?? (env['ECS_IMAGEBUILD_STATE_DIR'] || undefined);
  return said === undefined ? join(cwd, '.ecs-imagebuild') : resolve(cwd, said);
}
