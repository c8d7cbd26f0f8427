import { mustRunOnGuest } from '../guest/commands.ts';
import { guestPath } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { explaining } from '../words.ts';
import type { ChefClientSettings, ChefIdentity, ChefUpload } from './chef-client.ts';
import { knifeConfiguration } from './client-configuration.ts';

type Settings = Pick<ChefClientSettings, 'config' | 'sudo' | 'commands'>;

/** Removes node and client from the server, with knife on the guest. */
export async function signOff(settings: Settings, identity: ChefIdentity, place: ChefUpload): Promise<void> {
  const { config } = settings;
  const { scope, staging } = place;
  if (config.skip_clean_node && config.skip_clean_client) return;
  scope.note('message', "Creating configuration file 'knife.rb'");
  const path = guestPath(config.staging_directory, 'knife.rb');
  const text = knifeConfiguration(config, identity);
  await explaining('Error creating knife config on node: ', staging.uploadText(text, path));
  for (const what of ['node', 'client'] as const) {
    if (what === 'node' ? config.skip_clean_node : config.skip_clean_client) continue;
    scope.note('say', `Cleaning up chef ${what}...`);
    const work = knife(settings, { Args: `${what} delete ${identity.node}`, Flags: `-y -c ${path}` }, scope);
    await explaining(`Error cleaning up chef ${what}: Failed to cleanup ${what}: `, work);
  }
}

async function knife(
  { config, sudo, commands }: Settings,
  words: { readonly Args: string; readonly Flags: string },
  scope: ProvisionScope,
): Promise<void> {
  const command = renderAtRun(config.knife_command || commands.knife, scope, { ...words, Sudo: sudo });
  await mustRunOnGuest(
    command,
    scope,
    () => `Non-zero exit status. See output above for more info.\n\nCommand: ${command}`,
  );
}
