import { timeOrderedUuid } from '../../template/go/time-ordered-uuid.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { explained } from '../words.ts';
import { elevatedScript } from './elevated-script.ts';

export interface ElevatedLogin {
  readonly user: string;
  /** Empty for service accounts such as SYSTEM. */
  readonly password: string;
}

/** How long the guest has to end a task that is no longer wanted. */
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
    if (signal.aborted) await end(task, scope);
    throw error;
  }
}

/** The task is no child of the command that was ended. */
async function end(task: string, { comm }: ProvisionScope): Promise<void> {
  const command = `schtasks /end /tn "${task}" & schtasks /delete /f /tn "${task}"`;
  await comm.exec(command, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => undefined);
}
