import type { ServerChannel, Session } from 'ssh2';
import type { ExecResult } from '../../communicators/communicator.ts';
import { isBuildError } from '../../errors/build-error.ts';
import { reason } from '../../wire/reason.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { parseScp, serveScp } from './scp.ts';

interface SessionOptions {
  readonly scope: ProvisionScope;
  readonly sftpCommand: string;
  /** Told of everything that is being done, so that the end of the proxy can wait for it. */
  track(work: Promise<void>): void;
}

const FAILED = 1;

/**
 * One session of a client: a command, a file by scp, or SFTP. A terminal is granted and not made, and variables are taken
 * and dropped, as in Packer: the communicator knows neither.
 */
export function serveProxySession(session: Session, options: SessionOptions): void {
  const { scope, sftpCommand, track } = options;
  const serve = (channel: ServerChannel, work: Promise<number>): void => track(answer(channel, work, scope));
  session.on('pty', (accept) => accept?.());
  session.on('env', (accept) => accept?.());
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept();
    const scp = parseScp(command);
    serve(channel, scp === undefined ? runThrough(command, channel, scope) : serveScp(scp, channel, scope));
  });
  session.on('subsystem', (accept, reject, { name }) => {
    if (name !== 'sftp') {
      scope.note('error', `unsupported subsystem requested: ${name}`);
      reject?.();
      return;
    }
    const channel: ServerChannel = accept();
    serve(channel, runThrough(sftpCommand, channel, scope));
  });
}

/** Tells the client how it ended. What went wrong on our side is told to the user, who sees only the client's view else. */
async function answer(channel: ServerChannel, work: Promise<number>, scope: ProvisionScope): Promise<void> {
  channel.on('error', () => undefined);
  let code = FAILED;
  try {
    code = await work;
  } catch (error) {
    if (!isBuildError(error, 'cancelled')) scope.note('error', reason(error));
  }
  if (!channel.writable) return;
  channel.exit(code);
  channel.end();
  // Input that nobody reads any more would hold the channel open.
  channel.resume();
}

/** What clients are told when the connection to the guest is gone: OpenSSH's own number for that. */
const LOST = 255;

/** Runs a command on the guest on a client's channel and gives its exit code. */
async function runThrough(
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
