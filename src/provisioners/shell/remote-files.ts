import { randomInt } from 'node:crypto';
import type { ExecResult } from '../../communicators/communicator.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { retryUntil } from '../retry.ts';
import { environment, flattened, insideSingleQuotes } from '../script/environment.ts';
import type { ShellConfig } from '../shell.ts';
import { explained, removalDisconnected, removalFailed } from '../words.ts';

/** Puts the variables in a file that only the user on the guest can read, and gives its path. */
export async function uploadVariables(config: ShellConfig, scope: ProvisionScope): Promise<string> {
  const path = `${config.remote_folder}/varfile_${randomInt(9999)}.sh`;
  const content = flattened(environment(config, scope), config.env_var_format, insideSingleQuotes);
  await retryUntil(config.start_retry_timeout, scope.signal, async () => {
    await scope.comm
      .upload({ content, mode: 0o600 }, path, { signal: scope.signal })
      .catch((error: unknown) => {
        throw explained('Error uploading envVarFile: ', error);
      });
    await execQuietly(`chmod 0600 ${path}`, scope);
  });
  return path;
}

/** Removes a file on the guest, waiting out a restart that the last script began. */
export async function removeRemote(path: string, config: ShellConfig, scope: ProvisionScope): Promise<void> {
  await retryUntil(config.start_retry_timeout, scope.signal, async () => {
    const { code } = await execQuietly(`rm -f ${path}`, scope);
    if (code === undefined) throw removalDisconnected();
    if (code !== 0) throw removalFailed(path);
  });
}

/** A command of ours on the guest, whose output is nobody's business. */
export function execQuietly(command: string, scope: ProvisionScope): Promise<ExecResult> {
  return scope.comm.exec(command, { signal: scope.signal });
}
