import { explaining } from '../explaining.ts';
import type { Staging } from '../guest/staging.ts';
import type { ChefSoloConfig } from './chef-solo.ts';

/** Where the uploaded files are on the guest; empty for what was not given. */
export interface UploadedFiles {
  readonly cookbooks: readonly string[];
  readonly roles: string;
  readonly dataBags: string;
  readonly secret: string;
  readonly environments: string;
}

export async function uploadChefFiles(config: ChefSoloConfig, staging: Staging): Promise<UploadedFiles> {
  const at = (name: string): string => `${config.staging_directory}/${name}`;
  const folder = async (what: string, source: string, name: string): Promise<string> => {
    if (source === '') return '';
    await explaining(`Error uploading ${what}: `, staging.uploadFolder(source, at(name)));
    return at(name);
  };
  const cookbooks: string[] = [];
  for (const [index, path] of config.cookbook_paths.entries())
    cookbooks.push(await folder('cookbooks', path, `cookbooks-${index}`));
  return {
    cookbooks: cookbooks.filter((path) => path !== ''),
    roles: await folder('roles', config.roles_path, 'roles'),
    dataBags: await folder('data bags', config.data_bags_path, 'data_bags'),
    secret: await uploadDataBagSecret(config, staging),
    environments: await folder('environments', config.environments_path, 'environments'),
  };
}

/** Gives the path on the guest, which is empty when there is no secret. */
export async function uploadDataBagSecret(
  config: Pick<ChefSoloConfig, 'encrypted_data_bag_secret_path' | 'staging_directory'>,
  staging: Staging,
): Promise<string> {
  const source = config.encrypted_data_bag_secret_path;
  if (source === '') return '';
  const target = `${config.staging_directory}/encrypted_data_bag_secret`;
  await explaining('Error uploading encrypted data bag secret: ', staging.uploadFile(source, target));
  return target;
}
