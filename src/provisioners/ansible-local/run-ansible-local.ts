import { explaining } from '../explaining.ts';
import { guestCommands } from '../guest/guest-commands.ts';
import { mustRunOnGuest, runOnGuest } from '../guest/run-on-guest.ts';
import { guestPath, type Staging, staging } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { ansibleMissing, guestCommandFailed } from '../tool-words.ts';
import type { AnsibleLocalConfig } from './fields.ts';
import { type UploadedAnsible, uploadAnsibleFiles } from './upload-ansible-files.ts';

const FAILURE = 'Non-zero exit status. See output above for more information.';

export async function runAnsibleLocal(config: AnsibleLocalConfig, scope: ProvisionScope): Promise<void> {
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
