import { type TemporaryFile, temporaryFile } from '../local/temporary-file.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { explained } from '../words.ts';
import type { Access } from './access.ts';
import type { AnsibleRun } from './run-ansible.ts';

const HOST = '{{ .HostAlias }} ansible_host={{ .Host }} ansible_user={{ .User }} ansible_port={{ .Port }}';
/** Ansible before version 2 had other names; it is also what Packer writes when it does not know the version. */
const OLD_HOST =
  '{{ .HostAlias }} ansible_ssh_host={{ .Host }} ansible_ssh_user={{ .User }} ansible_ssh_port={{ .Port }}';
const WINRM_HOST =
  '{{ .HostAlias }} ansible_host={{ .Host }} ansible_connection=winrm ansible_winrm_transport=basic ' +
  'ansible_shell_type=powershell ansible_user={{ .User }} ansible_port={{ .Port }}';

/** The inventory that Ansible is given: the user's own, or one that is made for this run. */
export async function inventory(
  run: AnsibleRun,
  access: Access,
  scope: ProvisionScope,
): Promise<TemporaryFile> {
  const { config } = run;
  if (config.inventory_file !== '') return kept(config.inventory_file);
  const content = inventoryText(run, access, scope);
  const file = await temporaryFile({
    name: 'packer-provisioner-ansible',
    content,
    folder: config.inventory_directory,
  }).catch((error: unknown) => {
    throw explained('Error preparing inventory file: ', error);
  });
  return config.keep_inventory_file ? kept(file.path) : file;
}

function inventoryText(run: AnsibleRun, access: Access, scope: ProvisionScope): string {
  const { groups, empty_groups: empty } = run.config;
  const host = hostLine(run, access, scope);
  return [host, ...groups.map((name) => `[${name}]\n${host}`), ...empty.map((name) => `[${name}]\n`)].join(
    '',
  );
}

function hostLine({ config, major }: AnsibleRun, access: Access, scope: ProvisionScope): string {
  const { host: Host, port: Port, user: User, winrm } = access;
  const usual = `${winrm ? WINRM_HOST : major < 2 ? OLD_HOST : HOST}\n`;
  const data = { Host, Port, User, HostAlias: config.host_alias };
  try {
    return renderAtRun(config.inventory_file_template || usual, scope, data);
  } catch (error) {
    throw explained('Error generating inventory file from template: ', error);
  }
}

function kept(path: string): TemporaryFile {
  return { path, [Symbol.asyncDispose]: async () => undefined };
}
