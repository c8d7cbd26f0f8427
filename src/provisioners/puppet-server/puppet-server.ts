import { decode } from '../../template/schema/decode.ts';
import { type Decoded, string } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { puppetCommand, runPuppet } from '../puppet/run-puppet.ts';
import { type PuppetSettings, puppetFields, puppetPathFindings, puppetSettings } from '../puppet/settings.ts';
import { explaining } from '../words.ts';

const puppetServerFields = {
  ...puppetFields,
  client_cert_path: string('Folder of this machine with the certificate of the client.'),
  client_private_key_path: string('Folder of this machine with the private keys of the client.'),
  puppet_node: string('Name that the guest has at the server.'),
  puppet_server: string('Host name of the server.'),
  staging_dir: string('Folder on the guest for all of this.'),
} as const;

type Settings = PuppetSettings<Decoded<typeof puppetServerFields>>;

const FAILURE = 'Non-zero exit status. See output above for more info.';

/** Runs the Puppet agent of the guest once against a server. */
export const puppetServer: ProvisionerType = {
  type: 'puppet-server',
  fields: puppetServerFields,
  prepare(raws, context) {
    const exclude = ['execute_command', 'extra_arguments'];
    const config = decode(puppetServerFields, raws, { context, exclude });
    const kind = { name: 'puppet-server', folder: config.staging_dir, failure: FAILURE } as const;
    const settings = puppetSettings(config, kind, context);
    const findings = [
      ...puppetPathFindings('client_cert_dir', config.client_cert_path, 'folder'),
      ...puppetPathFindings('client_private_key_dir', config.client_private_key_path, 'folder'),
    ];
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'puppet-server', run: (scope) => run(settings, scope) };
  },
};

async function run(settings: Settings, scope: ProvisionScope): Promise<void> {
  const { config, folder, os } = settings;
  scope.note('say', 'Provisioning with Puppet...');
  scope.note('message', 'Creating Puppet staging directory...');
  const staging = settings.staging(scope);
  await explaining('Error creating staging directory: ', staging.makeFolder(folder));
  const upload = async (what: string, source: string, name: string): Promise<string> => {
    if (source === '') return '';
    scope.note('message', `Uploading ${what} from: ${source}`);
    await explaining(`Error uploading ${what}: `, staging.uploadFolder(source, `${folder}/${name}`));
    return `${folder}/${name}`;
  };
  const data = {
    ClientCertPath: await upload('client cert', config.client_cert_path, 'certs'),
    ClientPrivateKeyPath: await upload('client private keys', config.client_private_key_path, 'private_keys'),
    PuppetNode: config.puppet_node,
    PuppetServer: config.puppet_server,
  };
  const options = [
    ['PuppetServer', 'server'],
    ['PuppetNode', 'certname'],
    ['ClientCertPath', 'certdir'],
    ['ClientPrivateKeyPath', 'privatekeydir'],
  ] as const;
  const command = puppetCommand(os, 'agent --onetime --no-daemonize', options);
  await runPuppet(settings, { command, data }, scope);
}
