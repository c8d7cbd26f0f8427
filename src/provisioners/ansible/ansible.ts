import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, string, strings, trilean } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { pathFindings, requiredFileFindings } from '../local/paths.ts';
import { endText, runTool, startReason } from '../local/run-program.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import {
  keyFindings,
  portFindings,
  sshProxyFields,
  userFindings,
  userName,
} from '../ssh-proxy/proxy-access.ts';
import { explained, explaining } from '../words.ts';
import { type AnsibleAccess, inventory, openAccess } from './access.ts';
import { ansibleArguments, sanitized } from './arguments.ts';

const ansibleFields = {
  ...sshProxyFields,
  playbook_file: string('Playbook of this machine to run.'),
  command: string('Program to run.', 'ansible-playbook'),
  extra_arguments: strings('Further arguments; no shell reads them.'),
  ansible_env_vars: strings('Variables for Ansible, as `KEY=VALUE`.'),
  ansible_ssh_extra_args: strings(
    'What is given to ssh with `--ssh-extra-args`, instead of `-o IdentitiesOnly=yes`.',
  ),
  groups: strings('Groups of the inventory that the guest is in.'),
  empty_groups: strings('Groups of the inventory that nobody is in.'),
  host_alias: string('Name of the guest in the inventory.', 'default'),
  user: string('User that Ansible logs in as at the proxy; who runs the build unless set.'),
  sftp_command: string('Command on the guest that speaks SFTP; looked for unless set.'),
  use_sftp: bool('Let Ansible move files by SFTP; by scp unless set.'),
  skip_version_check: bool('Do not look for Ansible before the build.'),
  inventory_directory: string('Folder to write the inventory to, beside `group_vars` and `host_vars`.'),
  inventory_file: string('Inventory to use instead of a made one.'),
  inventory_file_template: string('The guest’s line in the made one; a template with a line end.'),
  keep_inventory_file: bool('Leave the made one where it is.'),
  galaxy_file: string('File that says what ansible-galaxy is to install first.'),
  galaxy_command: string('Program that installs it.', 'ansible-galaxy'),
  galaxy_force_install: bool('Install also what is there already.'),
  roles_path: string('Folder to install roles in.'),
  collections_path: string('Folder to install collections in.'),
  use_proxy: trilean('Reach the guest through the SSH proxy; `false`: at its own address.'),
} as const;

export type AnsibleConfig = Decoded<typeof ansibleFields>;

/** Runs a playbook with the Ansible of this machine against the guest. */
export const ansible: ProvisionerType = {
  type: 'ansible',
  fields: ansibleFields,
  prepare(raws, context) {
    const config = decode(ansibleFields, raws, { context, exclude: ['inventory_file_template'] });
    const version = config.skip_version_check ? unknownVersion : ansibleVersion(config.command);
    const user = config.user || userName();
    const findings = [...findingsOf(config), ...version.findings, ...userFindings(user)];
    if (findings.length > 0)
      throw configRefused(
        findings,
        version.findings.length > 0
          ? {
              hint: 'Install Ansible on this machine, or set "skip_version_check": true if it comes to be during the build.',
            }
          : {},
      );
    return {
      type: 'ansible',
      run: (scope) => runAnsible({ config, user, major: version.major, env: environment(config) }, scope),
    };
  },
};

/** A host key that is made for one run can be known to nobody. */
function environment(config: AnsibleConfig): readonly string[] {
  return [
    ...config.ansible_env_vars,
    ...(config.ssh_host_key_file === '' ? ['ANSIBLE_HOST_KEY_CHECKING=False'] : []),
    ...(config.use_sftp ? [] : ['ANSIBLE_SCP_IF_SSH=True']),
  ];
}

function findingsOf(config: AnsibleConfig): readonly string[] {
  return [
    ...requiredFileFindings('playbook_file', config.playbook_file),
    ...pathFindings('galaxy_file', config.galaxy_file, 'file'),
    ...keyFindings(config),
    ...portFindings(config.local_port),
    ...pathFindings('inventory_directory', config.inventory_directory, 'folder'),
  ];
}

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
async function runAnsible(run: AnsibleRun, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Ansible...');
  const env = run.env.map((item) => rendered(item, scope));
  const extra = run.config.extra_arguments.map((item) => rendered(item, scope));
  await using access = await openAccess(run, extra, scope);
  await using hosts = await inventory(run, access, scope);
  const executed = execute({ ...run, env }, { access, extra, inventory: hosts.path }, scope);
  await explaining('Error executing Ansible: ', executed);
}

interface Given {
  readonly access: AnsibleAccess;
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

/** Installs what the file asks for: roles, collections or both; a file without either word is an old list of roles. */
async function installFromGalaxy(config: AnsibleConfig, scope: ProvisionScope): Promise<void> {
  const text = await readFile(config.galaxy_file, 'utf8');
  const collections = /^collections:/m.test(text);
  if (/^roles:/m.test(text) || !collections) await installKind(['install'], config.roles_path, config, scope);
  if (collections) await installKind(['collection', 'install'], config.collections_path, config, scope);
}

async function installKind(
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

interface AnsibleVersion {
  /** 0 when nobody looked. */
  readonly major: number;
  readonly findings: readonly string[];
}

const unknownVersion: AnsibleVersion = { major: 0, findings: [] };

/** Asks the program for its version: a build must not get as far as Ansible to learn that there is none. */
function ansibleVersion(command: string): AnsibleVersion {
  const { error, status, signal, stdout } = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) return versionFinding(finding.versionFailed(command, startReason(command, error)));
  const ended = { code: status ?? undefined, signal: signal ?? undefined };
  if (status !== 0) return versionFinding(finding.versionFailed(command, endText(ended)));
  const version = /\w (\d+\.\d+[.\d+]*)/.exec(stdout)?.[1];
  if (version === undefined) return versionFinding(finding.versionMissing(command, stdout));
  return { major: Number.parseInt(version, 10), findings: [] };
}

function versionFinding(text: string): AnsibleVersion {
  return { major: 0, findings: [text] };
}

const finding = {
  versionFailed: (command: string, reason: string) => `Error running "${command} --version": ${reason}`,
  versionMissing: (command: string, output: string) =>
    `Could not find ${command} version in output:\n${output}`,
} as const;
