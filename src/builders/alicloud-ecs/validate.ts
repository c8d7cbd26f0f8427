import { namesCredentials } from '../../cloud/credential-variables.ts';
import type { EcsConfig } from './config.ts';
import { packerFindings } from './validate/packer.ts';
import { serviceFindings } from './validate/service.ts';

/**
 * Everything that is wrong with the settings, without any cloud call: first what Packer finds too, in its order, then
 * what the service would refuse. `communicator` are the findings of the communicator's own settings.
 */
export function findings(
  config: EcsConfig,
  communicator: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): readonly string[] {
  return [
    ...packerFindings(config, communicator, namesCredentials(env)),
    ...keyPair(config),
    ...serviceFindings(config),
  ];
}

/** The cloud never tells a private key: whoever names an existing pair has to have it. */
function keyPair({ ssh_keypair_name, ssh_private_key_file, ssh_agent_auth }: EcsConfig): readonly string[] {
  if (ssh_keypair_name === '' || ssh_private_key_file !== '' || ssh_agent_auth) return [];
  return [
    `ssh_keypair_name is '${ssh_keypair_name}', but nothing holds its private key: set ssh_private_key_file or ssh_agent_auth`,
  ];
}
