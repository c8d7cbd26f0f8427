import { explaining } from '../explaining.ts';
import { mustRunOnGuest } from '../guest/run-on-guest.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import type { ChefSettings } from './settings.ts';

export interface ChefFiles {
  readonly ConfigPath: string;
  readonly JsonPath: string;
}

/** Runs the tool. `wrap` turns the command into the one that is sent: that of a task with full rights, for example. */
export async function executeChef(
  settings: ChefSettings,
  files: ChefFiles,
  scope: ProvisionScope,
  wrap: (command: string) => Promise<string> = async (command) => command,
): Promise<void> {
  await explaining('Error executing Chef: ', execute(settings, files, scope, wrap));
}

async function execute(
  { config, sudo }: ChefSettings,
  files: ChefFiles,
  scope: ProvisionScope,
  wrap: (command: string) => Promise<string>,
): Promise<void> {
  const command = await wrap(renderAtRun(config.execute_command, scope, { ...files, Sudo: sudo }));
  scope.note('message', `Executing Chef: ${command}`);
  await mustRunOnGuest(command, scope, (code) => `Non-zero exit status: ${code}`);
}
