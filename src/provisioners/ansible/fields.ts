import { bool, type Decoded, string, strings, trilean } from '../../template/schema/field.ts';
import { sshProxyFields } from '../ssh-proxy/fields.ts';

export const ansibleFields = {
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
