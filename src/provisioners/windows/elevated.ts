import { timeOrderedUuid } from '../../template/go/time-ordered-uuid.ts';
import { type Decoded, string } from '../../template/schema/field.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { explained } from '../words.ts';
import { elevatedScript } from './elevated-script.ts';

/** Settings of provisioners that can run their command as a task with full rights. */
export const elevatedFields = {
  elevated_user: string('User of a Windows guest to run the tool as, with full rights.'),
  elevated_password: string('Password of that user; empty for service accounts.', '', { secret: true }),
} as const;

/** Runs a command, with full rights where the settings name a user for that; `run` is given what is to be sent. */
export function asElevatedUser<T>(
  command: string,
  { elevated_user: user, elevated_password }: Decoded<typeof elevatedFields>,
  scope: ProvisionScope,
  run: (sent: string) => Promise<T>,
): Promise<T> {
  if (user === '') return run(command);
  // Rendered once more, so that it may be the guest's generated password.
  const login = { user: renderAtRun(user, scope), password: renderAtRun(elevated_password, scope) };
  return elevated(command, login, scope, run);
}

export interface ElevatedLogin {
  readonly user: string;
  /** Empty for service accounts such as SYSTEM. */
  readonly password: string;
}

/** How long the guest has to endTask a task that is no longer wanted. */
const PATIENCE = 5000;

/**
 * Runs a command with full rights: WinRM gives none, so a scheduled task does it, and a script waits for it and repeats
 * what it prints. That script holds the password, so it removes itself before it does anything else.
 */
export async function elevated<T>(
  command: string,
  login: ElevatedLogin,
  scope: ProvisionScope,
  run: (wrapped: string) => Promise<T>,
): Promise<T> {
  const { comm, signal } = scope;
  const task = `packer-${timeOrderedUuid(new Date())}`;
  const path = `C:/Windows/Temp/packer-elevated-shell-${timeOrderedUuid(new Date())}.ps1`;
  const content = elevatedScript({ command, task, path, ...login });
  await comm.upload({ content, mode: 0o600 }, path, { signal }).catch((error: unknown) => {
    throw explained('Error preparing elevated powershell script: ', error);
  });
  try {
    return await run(`powershell -executionpolicy bypass -file "${path}"`);
  } catch (error) {
    if (signal.aborted) await endTask(task, scope);
    throw error;
  }
}

/** The task is no child of the command that was ended. */
async function endTask(task: string, { comm }: ProvisionScope): Promise<void> {
  const command = `schtasks /endTask /tn "${task}" & schtasks /delete /f /tn "${task}"`;
  await comm.exec(command, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
}
