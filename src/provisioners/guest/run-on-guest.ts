import type { ProvisionScope } from '../provisioner.ts';
import { DISCONNECT } from '../script/exit-code.ts';
import { guestCommandFailed } from '../tool-words.ts';

/** Runs a command on the guest, shows what it writes, and gives its exit code; a lost connection has Packer's number. */
export async function runOnGuest(
  command: string,
  scope: Pick<ProvisionScope, 'comm' | 'signal' | 'output'>,
): Promise<number> {
  const { code } = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine: (stream, line) => scope.output(stream, line),
  });
  return code ?? DISCONNECT;
}

/** The same for a command that must succeed; `failure` words that it did not. */
export async function mustRunOnGuest(
  command: string,
  scope: Pick<ProvisionScope, 'comm' | 'signal' | 'output'>,
  failure: (code: number) => string,
): Promise<void> {
  const code = await runOnGuest(command, scope);
  if (code !== 0) throw guestCommandFailed(failure(code), code);
}
