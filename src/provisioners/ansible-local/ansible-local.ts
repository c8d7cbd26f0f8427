import { BuildError } from '../../errors/build-error.ts';
import { timeOrderedUuid } from '../../template/go/time-ordered-uuid.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { guestCommandFailed, guestCommands, mustRunOnGuest, runOnGuest } from '../guest/commands.ts';
import { guestPath, type Staging, staging } from '../guest/staging.ts';
import { pathFindings } from '../local/paths.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { explaining } from '../words.ts';
import { type UploadedAnsible, uploadAnsibleFiles } from './upload-ansible-files.ts';

const ansibleLocalFields = {
  command: string(
    'How ansible-playbook is called on the guest.',
    'ANSIBLE_FORCE_COLOR=1 PYTHONUNBUFFERED=1 ansible-playbook',
    { label: 'Command' },
  ),
  extra_arguments: strings('Further arguments; they go through the guest’s shell.'),
  group_vars: string('Folder of this machine with variables of groups.'),
  host_vars: string('Folder of this machine with variables of hosts.'),
  playbook_dir: string('Folder of this machine to upload as a whole.'),
  playbook_file: string('Playbook of this machine to run.'),
  playbook_files: strings('Several of them, run in this order.'),
  playbook_paths: strings('Folders of this machine to upload among the playbooks.'),
  role_paths: strings('Folders of this machine with one role each.'),
  staging_directory: string('Folder on the guest for all of this; a fresh one unless set.'),
  clean_staging_directory: bool('Remove that folder at the end.'),
  inventory_file: string('Inventory of this machine; one with 127.0.0.1 is made unless set.'),
  inventory_groups: strings('Groups that the made inventory puts the guest in.'),
  galaxy_file: string('File of this machine that says what ansible-galaxy is to install on the guest.'),
  galaxy_command: string('How ansible-galaxy is called on the guest.', 'ansible-galaxy'),
} as const;

export type AnsibleLocalConfig = Decoded<typeof ansibleLocalFields>;

const STAGING = '/tmp/packer-provisioner-ansible-local';

/** Uploads playbooks and runs them with the guest's own Ansible. */
export const ansibleLocal: ProvisionerType = {
  type: 'ansible-local',
  fields: ansibleLocalFields,
  prepare(raws, context) {
    const given = decode(ansibleLocalFields, raws, { context });
    const folder = given.staging_directory || `${STAGING}/${timeOrderedUuid(context.now)}`;
    const config = { ...given, staging_directory: folder };
    const findings = findingsOf(config);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'ansible-local', run: (scope) => runAnsibleLocal(config, scope) };
  },
};

function findingsOf(config: AnsibleLocalConfig): readonly string[] {
  const { playbook_file: one, playbook_files: several } = config;
  return [
    ...(one !== '' && several.length > 0
      ? ['Either playbook_file or playbook_files can be specified, not both']
      : []),
    ...(one === '' && several.length === 0
      ? ['Either playbook_file or playbook_files must be specified']
      : []),
    ...pathFindings('playbook_file', one, 'file'),
    ...several.flatMap((path) => pathFindings('playbook_files', path, 'file')),
    ...pathFindings('inventory_file', config.inventory_file, 'file'),
    ...pathFindings('galaxy_file', config.galaxy_file, 'file'),
    ...pathFindings('playbook_dir', config.playbook_dir, 'folder'),
    ...pathFindings('group_vars', config.group_vars, 'folder'),
    ...pathFindings('host_vars', config.host_vars, 'folder'),
    ...config.playbook_paths.flatMap((path) => pathFindings('playbook_paths', path, 'folder')),
    ...config.role_paths.flatMap((path) => pathFindings('role_paths', path, 'folder')),
  ];
}

const FAILURE = 'Non-zero exit status. See output above for more information.';

async function runAnsibleLocal(config: AnsibleLocalConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Ansible...');
  const commands = guestCommands('unix', false);
  const folders = staging(scope, { commands, open: false, failure: FAILURE });
  const uploaded = await uploadAnsibleFiles(config, folders, scope);
  await explaining('Error executing Ansible: ', execute(config, uploaded, scope));
  if (config.clean_staging_directory) await clean(config, folders, scope);
}

async function execute(
  config: AnsibleLocalConfig,
  uploaded: UploadedAnsible,
  scope: ProvisionScope,
): Promise<void> {
  if (config.galaxy_file !== '')
    await explaining('Error executing Ansible Galaxy: ', installRoles(config, uploaded, scope));
  for (const playbook of uploaded.playbooks) await runPlaybook(playbook, config, uploaded, scope);
}

async function installRoles(
  config: AnsibleLocalConfig,
  { galaxy }: UploadedAnsible,
  scope: ProvisionScope,
): Promise<void> {
  const folder = config.staging_directory;
  const roles = guestPath(folder, 'roles');
  const command = `cd ${folder} && ${config.galaxy_command} install -r ${galaxy} -p ${roles}`;
  scope.note('message', `Executing Ansible Galaxy: ${command}`);
  await mustRunOnGuest(command, scope, (code) => `Non-zero exit status: ${code}`);
}

async function runPlaybook(
  playbook: string,
  config: AnsibleLocalConfig,
  { inventory }: UploadedAnsible,
  scope: ProvisionScope,
): Promise<void> {
  const extra = extraVariables(scope) + config.extra_arguments.join(' ');
  const command = `cd ${config.staging_directory} && ${config.command} ${playbook}${extra} -c local -i ${inventory}`;
  scope.note('message', `Executing Ansible: ${command}`);
  const code = await runOnGuest(command, scope);
  if (code === 127) throw ansibleMissing(config.command, code);
  if (code !== 0) throw guestCommandFailed(`Non-zero exit status: ${code}`, code);
}

/** The option of ssh stands among the variables in Packer, too, where it is another variable of no use. */
function extraVariables({ buildName, builderType, data }: ProvisionScope): string {
  const http = data['PackerHTTPAddr'] ?? 'ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER';
  const variables = `packer_build_name=${buildName} packer_builder_type=${builderType} packer_http_addr=${http}`;
  return ` --extra-vars "${variables} -o IdentitiesOnly=yes" `;
}

async function clean(config: AnsibleLocalConfig, folders: Staging, scope: ProvisionScope): Promise<void> {
  scope.note('message', 'Removing staging directory...');
  scope.note('message', `Removing directory: ${config.staging_directory}`);
  const removed = folders.removeFolder(config.staging_directory);
  await explaining('Error removing staging directory: ', removed);
}

const ansibleMissing = (command: string, code: number): BuildError =>
  new BuildError(
    'script-failed',
    `${command} could not be found. Verify that it is available on the\nPATH after connecting to the machine.`,
    {
      data: { exitCode: code },
      hint: 'Install ansible on the guest first, for example with a shell provisioner.',
    },
  );
