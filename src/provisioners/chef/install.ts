import { explaining } from '../explaining.ts';
import { mustRunOnGuest } from '../guest/run-on-guest.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import type { ChefSettings } from './settings.ts';

/** Installs Chef on the guest with its own installer. `told` is called with the command before it runs. */
export async function installChef(
  settings: ChefSettings,
  scope: ProvisionScope,
  told: (command: string) => void = () => undefined,
): Promise<void> {
  scope.note('message', 'Installing Chef...');
  await explaining('Error installing Chef: ', install(settings, scope, told));
}

async function install(
  { config, sudo }: ChefSettings,
  scope: ProvisionScope,
  told: (command: string) => void,
): Promise<void> {
  const command = renderAtRun(config.install_command, scope, { Sudo: sudo, Version: config.version });
  told(command);
  await mustRunOnGuest(command, scope, (code) => `Install script exited with non-zero exit status ${code}`);
}
