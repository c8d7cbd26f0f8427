import { configurationText } from '../chef/configuration-text.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { ChefSoloConfig } from './chef-solo.ts';
import type { UploadedFiles } from './upload-chef-files.ts';

/** The text of solo.rb: of the user's own template if there is one. */
export function soloConfiguration(
  config: ChefSoloConfig,
  files: UploadedFiles,
  scope: ProvisionScope,
): Promise<string> {
  const CookbookPaths = [...config.remote_cookbook_paths, ...files.cookbooks]
    .map((path) => `"${path}"`)
    .join(',');
  const data = {
    CookbookPaths,
    DataBagsPath: files.dataBags,
    EncryptedDataBagSecretPath: files.secret,
    RolesPath: files.roles,
    EnvironmentsPath: files.environments,
    ChefEnvironment: config.chef_environment,
    ChefLicense: config.chef_license,
    HasDataBagsPath: files.dataBags !== '',
    HasEncryptedDataBagSecretPath: files.secret !== '',
    HasRolesPath: files.roles !== '',
    HasEnvironmentsPath: files.environments !== '',
  };
  return configurationText(config.config_template, {
    data,
    scope,
    usual: () => usual(config, files, CookbookPaths),
  });
}

function usual(config: ChefSoloConfig, files: UploadedFiles, cookbooks: string): readonly string[] {
  const path = (key: string, value: string): readonly string[] => (value === '' ? [] : [`${key} "${value}"`]);
  return [
    `chef_license "${config.chef_license}"`,
    `cookbook_path [${cookbooks}]`,
    ...path('role_path', files.roles),
    ...path('data_bag_path', files.dataBags),
    ...path('encrypted_data_bag_secret', files.secret),
    ...path('environment_path', files.environments),
    ...(files.environments === '' ? [] : [`environment "${config.chef_environment}"`]),
  ];
}
