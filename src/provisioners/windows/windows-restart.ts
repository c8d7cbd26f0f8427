import { needsWinrm } from '../../errors/word/provisioner.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, duration, string, strings } from '../../template/schema/field.ts';
import type { ProvisionerType } from '../provisioner.ts';

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

/** Restart of a Windows guest: settings are checked, running waits for WinRM. */
export const windowsRestart: ProvisionerType = {
  type: 'windows-restart',
  fields: windowsRestartFields,
  prepare(raws, context) {
    decode(windowsRestartFields, raws, { context, exclude: ['execute_command'] });
    return {
      type: 'windows-restart',
      run: async () => {
        throw needsWinrm('windows-restart');
      },
    };
  },
};
