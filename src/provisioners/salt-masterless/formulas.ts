import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuildError } from '../../errors/build-error.ts';
import { reason } from '../../wire/reason.ts';
import { lookAt } from '../local/paths.ts';
import { endText, runLocalProgram } from '../local/run-program.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { cancelledComponent } from '../words.ts';
import type { SaltConfig } from './salt-masterless.ts';

/** Formulas in the state tree of this machine, until they are disposed of. */
interface Formulas {
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
  const ended = await runLocalProgram(['git', ...args], { env, signal: scope.signal, onLine });
  if (scope.signal.aborted) throw cancelledComponent('salt-masterless');
  if (ended.code !== 0) throw formulaUnavailable(formula, lines.at(-1) ?? endText(ended));
}

/** Where a formula comes from. */
interface FormulaAddress {
  /** As git takes it. */
  readonly repository: string;
  /** Branch, tag or commit; empty for the repository's own choice. */
  readonly ref: string;
  /** The folder of the repository that is the formula. */
  readonly folder: string;
}

/** Whether Packer takes a text for the address of a formula: a git repository and a folder of it. */
export function isFormulaAddress(text: string): boolean {
  return /^.*.git\/\/[a-zA-Z0-9-_]+(\?.*)?$/.test(text);
}

/** Takes an address apart; `git::` before it and GitHub's short form are understood as Packer does. */
function formulaAddress(text: string): FormulaAddress {
  const [, address = '', folder = '', query = ''] = /^(.*)\/\/([^/?]+)(?:\?(.*))?$/.exec(text) ?? [];
  const plain = address.replace(/^git::/, '');
  return {
    repository: /^(github|gitlab|bitbucket)\.(com|org)\//.test(plain) ? `https://${plain}` : plain,
    ref: new URLSearchParams(query).get('ref') ?? '',
    folder,
  };
}

const formulaUnavailable = (formula: string, reason: string): BuildError =>
  new BuildError('provision-failed', `Unable to download Salt formula from ${formula}: ${reason}`, {
    hint: 'Formulas are fetched with git: see whether `git clone` takes this address on this machine.',
  });
