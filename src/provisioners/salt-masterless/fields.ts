import { bool, type Decoded, string, strings } from '../../template/schema/field.ts';

export const saltMasterlessFields = {
  bootstrap_args: string('Arguments of the script that installs Salt.'),
  custom_state: string('State to apply instead of the highstate.'),
  disable_sudo: bool('Run without sudo.'),
  formulas: strings('Git addresses of formulas to add to the state tree, as `ADDRESS.git//FOLDER`.'),
  grains_file: string('Grains file of this machine.'),
  guest_os_type: string('Kind of the guest: `unix` or `windows`.', 'unix'),
  local_pillar_roots: string('Folder of this machine with the pillar.'),
  local_state_tree: string('Folder of this machine with the state tree.'),
  log_level: string('How much salt-call tells.', 'info'),
  minion_config: string('Configuration file of the minion on this machine.'),
  no_exit_on_failure: bool('Go on when salt-call fails.'),
  remote_pillar_roots: string('Where the pillar goes on the guest.'),
  remote_state_tree: string('Where the state tree goes on the guest.'),
  salt_bin_dir: string('Folder on the guest that salt-call is in, where it is not on the path.'),
  salt_call_args: string('Further arguments of salt-call.'),
  skip_bootstrap: bool('Salt is on the guest already.'),
  temp_config_dir: string('Folder on the guest that files are put in first.'),
} as const;

export type SaltConfig = Decoded<typeof saltMasterlessFields>;
