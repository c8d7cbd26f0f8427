import { bool, type Decoded, string, strings } from '../../template/schema/field.ts';

export const ansibleLocalFields = {
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
