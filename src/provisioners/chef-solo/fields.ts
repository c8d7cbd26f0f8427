import { string, strings } from '../../template/schema/field.ts';
import { chefFields } from '../chef/fields.ts';

export const chefSoloFields = {
  ...chefFields,
  cookbook_paths: strings('Folders of this machine with cookbooks.'),
  data_bags_path: string('Folder of this machine with data bags.'),
  environments_path: string('Folder of this machine with environments.'),
  remote_cookbook_paths: strings('Folders with cookbooks that are on the guest already.'),
  roles_path: string('Folder of this machine with roles.'),
} as const;
