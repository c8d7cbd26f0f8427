import { resolve } from 'node:path';
import { explaining } from '../explaining.ts';
import { runTool } from '../local/run-tool.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { explained } from '../words.ts';
import { type Access, openAccess } from './access.ts';
import { ansibleArguments } from './arguments.ts';
import type { AnsibleConfig } from './fields.ts';
import { installFromGalaxy } from './galaxy.ts';
import { inventory } from './inventory.ts';
import { sanitized } from './sanitized.ts';

export interface AnsibleRun {
  readonly config: AnsibleConfig;
  /** Who logs in at the proxy. */
  readonly user: string;
  /** Major version of Ansible; 0 when it is not known. */
  readonly major: number;
  /** Variables on top of this process's own. */
  readonly env: readonly string[];
}

/** The proxy, the key's file and the inventory live as long as Ansible runs. */
export async function runAnsible(run: AnsibleRun, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Ansible...');
  const env = run.env.map((item) => rendered(item, scope));
  const extra = run.config.extra_arguments.map((item) => rendered(item, scope));
  await using access = await openAccess(run, extra, scope);
  await using hosts = await inventory(run, access, scope);
  const executed = execute({ ...run, env }, { access, extra, inventory: hosts.path }, scope);
  await explaining('Error executing Ansible: ', executed);
}

interface Given {
  readonly access: Access;
  readonly extra: readonly string[];
  readonly inventory: string;
}

async function execute(
  run: AnsibleRun,
  { access, extra, inventory }: Given,
  scope: ProvisionScope,
): Promise<void> {
  const { config, env } = run;
  if (config.galaxy_file !== '')
    await explaining('Error executing Ansible Galaxy: ', installFromGalaxy(config, scope));
  const args = ansibleArguments({ config, access, extra, env }, scope);
  const argv = [config.command, ...args, '-i', inventory, resolve(config.playbook_file)];
  scope.note('say', `Executing Ansible: ${sanitized(argv, scope.data)}`);
  await runTool({ type: 'ansible', argv, env }, scope);
}

function rendered(text: string, scope: ProvisionScope): string {
  try {
    return renderAtRun(text, scope);
  } catch (error) {
    throw explained('Could not interpolate ansible env vars: ', error);
  }
}
