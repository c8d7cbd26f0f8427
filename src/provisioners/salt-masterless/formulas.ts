import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reason } from '../../wire/reason.ts';
import { lookAt } from '../local/look-at.ts';
import { endText, runProgram } from '../local/run-program.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { formulaUnavailable } from '../tool-words.ts';
import { cancelledComponent } from '../words.ts';
import type { SaltConfig } from './fields.ts';
import { formulaAddress } from './formula-address.ts';

/** Formulas in the state tree of this machine, until they are disposed of. */
export interface Formulas {
  readonly folders: readonly string[];
  remove(): Promise<void>;
}

/** Adds the formulas to the state tree; one that is there already stays as it is, now and at the end. */
export async function addFormulas(config: SaltConfig, scope: ProvisionScope): Promise<Formulas> {
  const folders: string[] = [];
  const remove = async (): Promise<void> => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  };
  if (config.formulas.length > 0) scope.note('say', 'Downloading Salt formulas...');
  try {
    for (const formula of config.formulas) {
      const added = await addFormula(formula, config, scope);
      if (added !== undefined) folders.push(added);
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { folders, remove };
}

async function addFormula(
  formula: string,
  config: SaltConfig,
  scope: ProvisionScope,
): Promise<string | undefined> {
  const { folder } = formulaAddress(formula);
  const target = join(config.local_state_tree, folder);
  if (lookAt(target).kind !== undefined) {
    scope.note('message', `Found existing formula at: ${target}`);
    return undefined;
  }
  scope.note('message', `${formula} => ${target}`);
  await fetchFormula(formula, target, scope);
  return target;
}

async function fetchFormula(formula: string, target: string, scope: ProvisionScope): Promise<void> {
  const { repository, ref, folder } = formulaAddress(formula);
  const clone = await mkdtemp(join(tmpdir(), 'packer-salt-formula'));
  try {
    await git(formula, ['clone', '--quiet', '--', repository, clone], scope);
    if (ref !== '') await git(formula, ['-C', clone, 'checkout', '--quiet', ref, '--'], scope);
    await cp(join(clone, folder), target, { recursive: true }).catch((error: unknown) => {
      throw formulaUnavailable(formula, reason(error));
    });
  } finally {
    await rm(clone, { recursive: true, force: true });
  }
}

async function git(formula: string, args: readonly string[], scope: ProvisionScope): Promise<void> {
  const lines: string[] = [];
  // Nobody is there to type a password.
  const env = { GIT_TERMINAL_PROMPT: '0' };
  const onLine = (_stream: string, line: string): number => lines.push(line);
  const ended = await runProgram(['git', ...args], { env, signal: scope.signal, onLine });
  if (scope.signal.aborted) throw cancelledComponent('salt-masterless');
  if (ended.code !== 0) throw formulaUnavailable(formula, lines.at(-1) ?? endText(ended));
}
