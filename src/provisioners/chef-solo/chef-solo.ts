import { decode } from '../../template/schema/decode.ts';
import type { Decoded } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { nodeFile } from '../chef/attributes.ts';
import { executeChef } from '../chef/execute.ts';
import { installChef } from '../chef/install.ts';
import { type ChefSettings, chefPathFindings, chefSettings, templateFindings } from '../chef/settings.ts';
import { explaining } from '../explaining.ts';
import { guestPath } from '../guest/staging.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { chefSoloFields } from './fields.ts';
import { soloConfiguration } from './solo-configuration.ts';
import { uploadChefFiles } from './upload-chef-files.ts';

export type ChefSoloConfig = Decoded<typeof chefSoloFields>;
export type ChefSoloSettings = ChefSettings<ChefSoloConfig>;

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
