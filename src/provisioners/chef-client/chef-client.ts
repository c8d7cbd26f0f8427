import { homedir } from 'node:os';
import { timeOrderedUuid } from '../../template/go/time-ordered-uuid.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, string } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { executeChef, installChef } from '../chef/commands.ts';
import {
  type ChefSettings,
  chefFields,
  chefPathFindings,
  chefSettings,
  nodeFile,
  templateFindings,
} from '../chef/settings.ts';
import { runOnGuest } from '../guest/commands.ts';
import { guestPath, type Staging } from '../guest/staging.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { asElevatedUser, elevatedFields } from '../windows/elevated.ts';
import { explaining } from '../words.ts';
import { clientConfiguration } from './client-configuration.ts';
import { signOff } from './sign-off.ts';

const chefClientFields = {
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

export type ChefClientConfig = Decoded<typeof chefClientFields>;
export type ChefClientSettings = ChefSettings<ChefClientConfig>;

/** Registers the guest at a Chef server, runs chef-client on it, and signs it off again. */
export const chefClient: ProvisionerType = {
  type: 'chef-client',
  fields: chefClientFields,
  prepare(raws, context) {
    const given = decode(chefClientFields, raws, {
      context,
      exclude: ['execute_command', 'install_command', 'knife_command'],
    });
    const settings = chefSettings('chef-client', given, context);
    const findings = findingsOf(settings);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'chef-client', run: (scope) => runChefClient(settings, scope) };
  },
};

function findingsOf({ config, findings }: ChefClientSettings): readonly string[] {
  const half = (config.policy_name === '') !== (config.policy_group === '');
  return [
    ...templateFindings(config),
    ...(config.server_url === '' ? ['server_url must be set'] : []),
    ...chefPathFindings('encrypted data bag secret', config.encrypted_data_bag_secret_path, 'file'),
    ...(half ? ['If either policy_name or policy_group are set, they must both be set.'] : []),
    ...findings,
  ];
}

/** The node is signed off whether Chef succeeded or not; the staging folder stays when it failed. */
async function runChefClient(settings: ChefClientSettings, scope: ProvisionScope): Promise<void> {
  const { config, sudo } = settings;
  const node = config.node_name || `packer-${timeOrderedUuid(new Date())}`;
  const folder = config.staging_directory;
  if (!config.skip_install) await installChef(settings, scope, (command) => scope.note('message', command));
  const staging = settings.staging(scope);
  await explaining('Error creating staging directory: ', staging.makeFolder(folder));
  const clientKey = config.client_key || `${folder}/client.pem`;
  const files = await uploadFiles(settings, { node, clientKey }, { scope, staging });
  const ended = await outcomeOf(
    executeChef(settings, files, scope, (command, run) => asElevatedUser(command, config, scope, run)),
  );
  // Nothing can be sent any more; the error says that the build was cancelled.
  if (ended !== undefined && scope.signal.aborted) throw ended.error;
  await signOff({ config, sudo, commands: settings.commands }, { node, clientKey }, { scope, staging });
  if (ended !== undefined) throw ended.error;
  if (config.skip_clean_staging_directory) return;
  scope.note('message', `Removing directory: ${folder}`);
  // Its exit code does not count, as in Packer.
  await explaining(`Error removing ${folder}: `, runOnGuest(settings.guest.removeFolder(folder), scope));
}

/** What the guest is called at the server, and the key it shows there. */
export interface ChefIdentity {
  readonly node: string;
  readonly clientKey: string;
}

export interface ChefUpload {
  readonly scope: ProvisionScope;
  readonly staging: Staging;
}

async function uploadFiles(settings: ChefClientSettings, identity: ChefIdentity, place: ChefUpload) {
  const { config } = settings;
  const { scope, staging } = place;
  const secret = await uploadGiven(config, place, {
    source: config.encrypted_data_bag_secret_path,
    name: 'encrypted_data_bag_secret',
    failure: 'Error uploading encrypted data bag secret: ',
  });
  const validationKey = await uploadGiven(config, place, {
    source: config.validation_key_path.replace(/^~(?=\/|$)/, homedir()),
    name: 'validation.pem',
    failure: 'Error copying validation key: ',
  });
  scope.note('message', "Creating configuration file 'client.rb'");
  const ConfigPath = guestPath(config.staging_directory, 'client.rb');
  const text = clientConfiguration(config, { ...identity, secret, validationKey }, scope);
  await explaining(
    'Error creating Chef config file: ',
    text.then((client) => staging.uploadText(client, ConfigPath)),
  );
  scope.note('message', 'Creating JSON attribute file');
  const JsonPath = guestPath(config.staging_directory, 'first-boot.json');
  const node = nodeFile(settings.attributes, config.run_list);
  await explaining('Error creating JSON attributes: ', staging.uploadText(node, JsonPath));
  return { ConfigPath, JsonPath };
}

interface Given {
  /** File of this machine; empty when there is none. */
  readonly source: string;
  readonly name: string;
  readonly failure: string;
}

async function uploadGiven(
  config: ChefClientConfig,
  { scope, staging }: ChefUpload,
  { source, name, failure }: Given,
): Promise<string> {
  if (source === '') return '';
  scope.note('message', `Uploading ${source}...`);
  const target = `${config.staging_directory}/${name}`;
  await explaining(failure, staging.uploadFile(source, target));
  return target;
}

async function outcomeOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    return { error };
  }
}
