import { bool, json, string, strings } from '../../template/schema/field.ts';

/** Settings that chef-solo and chef-client share. */
export const chefFields = {
  json: json('Attributes of the node, beside `run_list`.', { label: 'Json' }),
  chef_environment: string('Environment that the node is in.'),
  chef_license: string('Answer to the licence; `accept-silent` with the usual installation.'),
  config_template: string('File of this machine that the tool’s configuration is made of; a template.'),
  encrypted_data_bag_secret_path: string('File of this machine with the secret of encrypted data bags.'),
  execute_command: string('How the tool is run: `{{.ConfigPath}}`, `{{.JsonPath}}`, `{{.Sudo}}`.'),
  guest_os_type: string('Kind of the guest: `unix` or `windows`.', 'unix'),
  install_command: string('How Chef is installed: `{{.Version}}`, `{{.Sudo}}`.'),
  prevent_sudo: bool('Run without sudo.'),
  run_list: strings('Recipes and roles to run.'),
  skip_install: bool('Chef is on the guest already.'),
  staging_directory: string('Folder on the guest for the tool’s files.'),
  version: string('Version of Chef to install; the newest unless set.'),
} as const;
