import { timeOrderedUuid } from '../../template/interpolation/time-ordered-uuid.ts';
import { explaining } from '../explaining.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { elevatedScript } from './elevated-script.ts';

export interface ElevatedSettings {
  readonly elevated_user: string;
  /** Rendered once more, so that it may be the guest's generated password. */
  readonly elevated_password: string;
}

/**
 * Uploads a script that runs `command` as a scheduled task with full rights, and gives the command that runs the
 * script. WinRM and SSH sessions have no such rights on Windows, nor a token for the network.
 */
export async function elevated(
  command: string,
  { elevated_user: user, elevated_password }: ElevatedSettings,
  scope: ProvisionScope,
): Promise<string> {
  const task = `packer-${timeOrderedUuid(new Date())}`;
  const path = `C:/Windows/Temp/packer-elevated-shell-${timeOrderedUuid(new Date())}.ps1`;
  const log = `%SYSTEMROOT%/Temp/${task}.out`;
  const password = renderAtRun(elevated_password, scope);
  const content = elevatedScript({ task, path, log, command: `${command} > ${log} 2>&1`, user, password });
  const uploaded = scope.comm.upload({ content, mode: 0o644 }, path, { signal: scope.signal });
  await explaining('Error preparing elevated powershell script: ', uploaded);
  return `powershell -executionpolicy bypass -file "${path}"`;
}
