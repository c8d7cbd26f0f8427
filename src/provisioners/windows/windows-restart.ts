import { isBuildError } from '../../errors/build-error.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, duration, string, strings } from '../../template/schema/field.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { retryUntil } from '../retry.ts';
import { restartFailed } from '../words.ts';
import { runShown } from './outcome.ts';
import { back } from './restart/back.ts';

const SERVICING = 'HKLM:SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing';

export const windowsRestartFields = {
  restart_command: string('Command that restarts the guest.', 'shutdown /r /f /t 0 /c "packer restart"'),
  restart_check_command: string('Command that succeeds once the guest is back.'),
  restart_timeout: duration('How long to wait until the guest is back.', 5 * 60_000),
  check_registry: bool('Wait also until no restart is pending any more.'),
  registry_keys: strings('Registry keys that say so by being there.', [
    `${SERVICING}\\RebootPending`,
    `${SERVICING}\\PackagesPending`,
    `${SERVICING}\\RebootInProgress`,
  ]),
} as const;

export type WindowsRestartConfig = Decoded<typeof windowsRestartFields>;

/** Restarts a Windows guest, and goes on once it is back. */
export const windowsRestart: ProvisionerType = {
  type: 'windows-restart',
  fields: windowsRestartFields,
  prepare(raws, context) {
    const config = decode(windowsRestartFields, raws, { context, exclude: ['execute_command'] });
    return { type: 'windows-restart', run: (scope) => restart(config, scope) };
  },
};

/** Exit codes of Windows: done, and "a restart is under way already" in two forms. */
const ACCEPTED = [0, 1115, 1190];

async function restart(config: WindowsRestartConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Restarting Machine');
  const timeout = config.restart_timeout || 5 * 60_000;
  const command = config.restart_command || 'shutdown /r /f /t 0 /c "packer restart"';
  const { result } = await retryUntil(timeout, scope.signal, () => runShown(command, scope));
  // A connection that went away is what a restart does.
  if (result.code !== undefined && !ACCEPTED.includes(result.code)) throw restartFailed(result.code);
  scope.note('say', 'Waiting for machine to restart...');
  await back({ ...config, restart_timeout: timeout }, scope).catch((error: unknown) => {
    if (isBuildError(error, 'wait-timeout')) scope.note('error', error.message);
    throw error;
  });
  scope.note('say', 'Machine successfully restarted, moving on');
}
