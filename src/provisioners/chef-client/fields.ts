import { bool, string } from '../../template/schema/field.ts';
import { chefFields } from '../chef/fields.ts';
import { elevatedFields } from '../windows/elevated-settings.ts';

export const chefClientFields = {
  ...chefFields,
  ...elevatedFields,
  client_key: string('Path of the client’s key on the guest; in the staging folder unless set.'),
  knife_command: string('How knife is run: `{{.Args}}`, `{{.Flags}}`, `{{.Sudo}}`.'),
  node_name: string('Name of the node; made up unless set.'),
  policy_group: string('Group of the policy; goes with `policy_name`.'),
  policy_name: string('Name of the policy; goes with `policy_group`.'),
  server_url: string('Address of the Chef server.'),
  skip_clean_client: bool('Leave the client registered at the server.'),
  skip_clean_node: bool('Leave the node registered at the server.'),
  skip_clean_staging_directory: bool('Leave the staging folder on the guest.'),
  ssl_verify_mode: string('How certificates are checked: `verify_none` or `verify_peer`.'),
  trusted_certs_dir: string('Folder on the guest with certificates to trust.'),
  validation_client_name: string('Name of the client that registers new ones.'),
  validation_key_path: string('File of this machine with the key of that client; `~` is your home folder.'),
} as const;
