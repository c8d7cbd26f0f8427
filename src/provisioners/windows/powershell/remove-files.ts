import { encodedCommand, literal } from '../../../communicators/winrm/powershell.ts';
import { pause } from '../../../wire/pause.ts';
import type { ProvisionScope } from '../../provisioner.ts';

const TRIES = 3;
const INTERVAL = 2000;

/**
 * Removes our files from the guest. Best effort, as in Packer, which tries for a minute: a script may have begun a restart
 * or shut the guest down for its image, and then nobody will answer.
 */
export async function removeFiles(paths: readonly string[], scope: ProvisionScope): Promise<void> {
  const list = paths.map(literal).join(',');
  const command = encodedCommand(
    `Remove-Item -LiteralPath ${list} -Force -ErrorAction SilentlyContinue;exit 0`,
  );
  for (let left = TRIES; left > 0; left -= 1) {
    const removed = await scope.comm.exec(command, { signal: scope.signal }).catch((error: unknown) => {
      if (scope.signal.aborted) throw error;
      return { code: undefined };
    });
    if (removed.code !== undefined || left === 1) return;
    await pause(INTERVAL, scope.signal);
  }
}
