import type { ServerChannel } from 'ssh2';
import type { ExecResult } from '../../communicators/communicator.ts';
import type { ProvisionScope } from '../provisioner.ts';

/** What clients are told when the connection to the guest is gone: OpenSSH's own number for that. */
const LOST = 255;

/** Runs a command on the guest on a client's channel and gives its exit code. */
export async function runThrough(
  command: string,
  channel: ServerChannel,
  { comm, signal }: Pick<ProvisionScope, 'comm' | 'signal'>,
): Promise<number> {
  const streams = { stdin: channel, stdout: channel, stderr: channel.stderr };
  const { code } =
    comm.relay === undefined
      ? await runByLines(command, channel, { comm, signal })
      : await comm.relay(command, { signal, ...streams });
  return code ?? LOST;
}

/** Over a transport that knows lines only, output comes line by line, and there is no input. */
function runByLines(
  command: string,
  channel: ServerChannel,
  { comm, signal }: Pick<ProvisionScope, 'comm' | 'signal'>,
): Promise<ExecResult> {
  channel.resume();
  const streams = { stdout: channel, stderr: channel.stderr };
  return comm.exec(command, { signal, onLine: (name, line) => streams[name].write(`${line}\n`) });
}
