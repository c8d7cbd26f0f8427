import { explaining } from '../explaining.ts';
import { mustRunOnGuest } from '../guest/run-on-guest.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import type { ChefSettings } from './settings.ts';

export interface ChefFiles {
  readonly ConfigPath: string;
  readonly JsonPath: string;
}

/** Runs a command that is to be sent, or one that stands for it: that of a task with full rights, for example. */
export type Around = (command: string, run: (sent: string) => Promise<void>) => Promise<void>;

/** Runs the tool. */
export async function executeChef(
  { config, sudo }: ChefSettings,
  files: ChefFiles,
  scope: ProvisionScope,
  around: Around = (command, run) => run(command),
): Promise<void> {
  const execute = async (): Promise<void> => {
    const command = renderAtRun(config.execute_command, scope, { ...files, Sudo: sudo });
    await around(command, async (sent) => {
      scope.note('message', `Executing Chef: ${sent}`);
      await mustRunOnGuest(sent, scope, (code) => `Non-zero exit status: ${code}`);
    });
  };
  await explaining('Error executing Chef: ', execute());
}
