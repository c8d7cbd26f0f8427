import { timeOrderedUuid } from '../../template/interpolation/time-ordered-uuid.ts';
import { explaining } from '../explaining.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { elevatedScript } from './elevated-script.ts';

export interface ElevatedLogin {
  readonly user: string;
  /** Empty for service accounts. */
  readonly password: string;
}

/**
 * Uploads a script that runs `command` as a scheduled task with full rights, and runs the command that runs the script.
 * WinRM and SSH sessions have no such rights on Windows, nor a token for the network.
 */
export async function elevated<T>(
  command: string,
  login: ElevatedLogin,
  scope: ProvisionScope,
  run: (wrapped: string) => Promise<T>,
): Promise<T> {
  const task = `packer-${timeOrderedUuid(new Date())}`;
  const path = `C:/Windows/Temp/packer-elevated-shell-${timeOrderedUuid(new Date())}.ps1`;
  const log = `%SYSTEMROOT%/Temp/${task}.out`;
  const content = elevatedScript({ task, path, log, command: `${command} > ${log} 2>&1`, ...login });
  const uploaded = scope.comm.upload({ content, mode: 0o600 }, path, { signal: scope.signal });
  await explaining('Error preparing elevated powershell script: ', uploaded);
  return run(`powershell -executionpolicy bypass -file "${path}"`);
}
