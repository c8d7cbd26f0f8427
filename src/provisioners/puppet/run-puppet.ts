import { explaining } from '../explaining.ts';
import { runOnGuest } from '../guest/run-on-guest.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { guestCommandFailed } from '../tool-words.ts';
import { asElevatedUser } from '../windows/elevated-settings.ts';
import type { PuppetSettings } from './settings.ts';

export interface PuppetRun {
  readonly command: string;
  /** What only one of the two kinds of run has in its command. */
  readonly data: Readonly<Record<string, string>>;
}

/** 2 says that something was changed. */
const SUCCESS: readonly number[] = [0, 2];

export async function runPuppet(
  settings: PuppetSettings,
  { command, data }: PuppetRun,
  scope: ProvisionScope,
): Promise<void> {
  const { config } = settings;
  const all = {
    ...data,
    Debug: false,
    ExtraArguments: '',
    FacterVars: settings.facter,
    PuppetBinDir: config.puppet_bin_dir,
    Sudo: !config.prevent_sudo,
    WorkingDir: settings.workingFolder,
  };
  const ExtraArguments = renderAtRun(config.extra_arguments.join(' '), scope, all);
  const rendered = renderAtRun(config.execute_command || command, scope, { ...all, ExtraArguments });
  const code = await asElevatedUser(rendered, config, scope, (sent) => {
    scope.note('message', `Running Puppet: ${sent}`);
    return runOnGuest(sent, scope);
  });
  if (!SUCCESS.includes(code) && !config.ignore_exit_codes)
    throw guestCommandFailed(`Puppet exited with a non-zero exit status: ${code}`, code);
  if (!config.clean_staging_directory) return;
  const removed = settings.staging(scope).removeFolder(settings.folder);
  await explaining('Error removing staging directory: ', removed);
}
