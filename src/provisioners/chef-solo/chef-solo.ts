import { decode } from '../../template/schema/decode.ts';
import { type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { configurationText, executeChef, installChef } from '../chef/commands.ts';
import {
  type ChefSettings,
  chefFields,
  chefPathFindings,
  chefSettings,
  nodeFile,
  templateFindings,
} from '../chef/settings.ts';
import { guestPath, type Staging } from '../guest/staging.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { explaining } from '../words.ts';

const chefSoloFields = {
  ...chefFields,
  cookbook_paths: strings('Folders of this machine with cookbooks.'),
  data_bags_path: string('Folder of this machine with data bags.'),
  environments_path: string('Folder of this machine with environments.'),
  remote_cookbook_paths: strings('Folders with cookbooks that are on the guest already.'),
  roles_path: string('Folder of this machine with roles.'),
} as const;

type ChefSoloConfig = Decoded<typeof chefSoloFields>;
type ChefSoloSettings = ChefSettings<ChefSoloConfig>;

/** Uploads cookbooks and what goes with them, and runs chef-solo on the guest. */
export const chefSolo: ProvisionerType = {
  type: 'chef-solo',
  fields: chefSoloFields,
  prepare(raws, context) {
    const given = decode(chefSoloFields, raws, { context, exclude: ['execute_command', 'install_command'] });
    const settings = chefSettings('chef-solo', given, context);
    const findings = findingsOf(settings);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'chef-solo', run: (scope) => run(settings, scope) };
  },
};

async function run(settings: ChefSoloSettings, scope: ProvisionScope): Promise<void> {
  const { config } = settings;
  scope.note('say', 'Provisioning with chef-solo');
  if (!config.skip_install) await installChef(settings, scope);
  const staging = settings.staging(scope);
  const folder = config.staging_directory;
  await explaining('Error creating staging directory: ', staging.makeFolder(folder));
  const uploaded = await uploadChefFiles(config, staging);
  scope.note('message', "Creating configuration file 'solo.rb'");
  const text = soloConfiguration(config, uploaded, scope);
  const ConfigPath = guestPath(folder, 'solo.rb');
  await explaining(
    'Error creating Chef config file: ',
    text.then((solo) => staging.uploadText(solo, ConfigPath)),
  );
  scope.note('message', 'Creating JSON attribute file');
  const JsonPath = guestPath(folder, 'node.json');
  const node = nodeFile(settings.attributes, config.run_list);
  await explaining('Error creating JSON attributes: ', staging.uploadText(node, JsonPath));
  await executeChef(settings, { ConfigPath, JsonPath }, scope);
}

function findingsOf({ config, findings }: ChefSoloSettings): readonly string[] {
  return [
    ...templateFindings(config),
    ...config.cookbook_paths.flatMap((path) => chefPathFindings('cookbook path', path, 'folder')),
    ...chefPathFindings('roles path', config.roles_path, 'folder'),
    ...chefPathFindings('data bags path', config.data_bags_path, 'folder'),
    ...chefPathFindings('encrypted data bag secret', config.encrypted_data_bag_secret_path, 'file'),
    ...chefPathFindings('environments path', config.environments_path, 'folder'),
    ...findings,
  ];
}

/** Where the uploaded files are on the guest; empty for what was not given. */
interface UploadedFiles {
  readonly cookbooks: readonly string[];
  readonly roles: string;
  readonly dataBags: string;
  readonly secret: string;
  readonly environments: string;
}

async function uploadChefFiles(config: ChefSoloConfig, staging: Staging): Promise<UploadedFiles> {
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
async function uploadDataBagSecret(
  config: Pick<ChefSoloConfig, 'encrypted_data_bag_secret_path' | 'staging_directory'>,
  staging: Staging,
): Promise<string> {
  const source = config.encrypted_data_bag_secret_path;
  if (source === '') return '';
  const target = `${config.staging_directory}/encrypted_data_bag_secret`;
  await explaining('Error uploading encrypted data bag secret: ', staging.uploadFile(source, target));
  return target;
}

/** The text of solo.rb: of the user's own template if there is one. */
function soloConfiguration(
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
    usual: () => usualLines(config, files, CookbookPaths),
  });
}

function usualLines(config: ChefSoloConfig, files: UploadedFiles, cookbooks: string): readonly string[] {
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
