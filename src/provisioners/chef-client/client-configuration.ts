import { configurationText } from '../chef/commands.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { ChefClientConfig, ChefIdentity } from './chef-client.ts';

interface ClientFiles extends ChefIdentity {
  /** Paths on the guest; empty for what was not given. */
  readonly secret: string;
  readonly validationKey: string;
}

/** The text of client.rb: of the user's own template if there is one. */
export function clientConfiguration(
  config: ChefClientConfig,
  files: ClientFiles,
  scope: ProvisionScope,
): Promise<string> {
  const data = {
    NodeName: files.node,
    ServerUrl: config.server_url,
    ClientKey: files.clientKey,
    ChefLicense: config.chef_license,
    ValidationKeyPath: files.validationKey,
    ValidationClientName: config.validation_client_name,
    ChefEnvironment: config.chef_environment,
    PolicyGroup: config.policy_group,
    PolicyName: config.policy_name,
    SslVerifyMode: config.ssl_verify_mode,
    TrustedCertsDir: config.trusted_certs_dir,
    EncryptedDataBagSecretPath: files.secret,
  };
  return configurationText(config.config_template, { data, scope, usual: () => usual(config, files) });
}

/** The text of knife.rb, with which the node is signed off. */
export function knifeConfiguration(config: ChefClientConfig, identity: ChefIdentity): string {
  const lines = [...server(config, identity), `node_name "${identity.node}"`, ...certificates(config)];
  return `${lines.join('\n')}\n`;
}

function usual(config: ChefClientConfig, files: ClientFiles): readonly string[] {
  return [
    ...server(config, files),
    `chef_license "${config.chef_license}"`,
    ...given('encrypted_data_bag_secret', files.secret),
    `validation_client_name "${config.validation_client_name || 'chef-validator'}"`,
    ...given('validation_key', files.validationKey),
    `node_name "${files.node}"`,
    ...given('environment', config.chef_environment),
    ...given('policy_group', config.policy_group),
    ...given('policy_name', config.policy_name),
    ...certificates(config),
  ];
}

function server(config: ChefClientConfig, { clientKey }: ChefIdentity): readonly string[] {
  return [
    'log_level :info',
    'log_location STDOUT',
    `chef_server_url "${config.server_url}"`,
    `client_key "${clientKey}"`,
  ];
}

function certificates(config: ChefClientConfig): readonly string[] {
  const mode = config.ssl_verify_mode;
  return [
    ...(mode === '' ? [] : [`ssl_verify_mode :${mode}`]),
    ...given('trusted_certs_dir', config.trusted_certs_dir),
  ];
}

function given(key: string, value: string): readonly string[] {
  return value === '' ? [] : [`${key} "${value}"`];
}
