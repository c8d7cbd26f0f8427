import { readFile } from 'node:fs/promises';
import { runTool } from '../local/run-tool.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { AnsibleConfig } from './fields.ts';

/** Installs what the file asks for: roles, collections or both; a file without either word is an old list of roles. */
export async function installFromGalaxy(config: AnsibleConfig, scope: ProvisionScope): Promise<void> {
  const text = await readFile(config.galaxy_file, 'utf8');
  const collections = /^collections:/m.test(text);
  if (/^roles:/m.test(text) || !collections) await install(['install'], config.roles_path, config, scope);
  if (collections) await install(['collection', 'install'], config.collections_path, config, scope);
}

async function install(
  what: readonly string[],
  target: string,
  config: AnsibleConfig,
  scope: ProvisionScope,
): Promise<void> {
  scope.note('message', 'Executing Ansible Galaxy');
  const argv = [
    config.galaxy_command,
    ...what,
    '-r',
    config.galaxy_file,
    ...(config.galaxy_force_install ? ['-f'] : []),
    ...(target === '' ? [] : ['-p', target]),
  ];
  await runTool({ type: 'ansible', argv }, scope);
}
