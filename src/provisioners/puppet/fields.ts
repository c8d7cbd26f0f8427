import { bool, string, stringMap, strings } from '../../template/schema/field.ts';
import { elevatedFields } from '../windows/elevated-settings.ts';

/** Settings that puppet-masterless and puppet-server share. */
export const puppetFields = {
  ...elevatedFields,
  clean_staging_directory: bool('Remove the staging folder from the guest at the end.'),
  execute_command: string('How Puppet is run; a template of the settings.'),
  extra_arguments: strings('Further arguments; templates as well.'),
  facter: stringMap('Facts to set.', { label: 'Facter' }),
  guest_os_type: string('Kind of the guest: `unix` or `windows`.', 'unix'),
  ignore_exit_codes: bool('Take any exit code for success.'),
  prevent_sudo: bool('Run without sudo.'),
  puppet_bin_dir: string('Folder on the guest that Puppet is in, where it is not on the path.'),
  working_directory: string('Folder on the guest to run in; the staging folder unless set.'),
} as const;
