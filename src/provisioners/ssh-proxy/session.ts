import type { ServerChannel, Session } from 'ssh2';
import { isBuildError } from '../../errors/build-error.ts';
import { reason } from '../../wire/reason.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { runThrough } from './run-through.ts';
import { parseScp, serveScp } from './scp.ts';

export interface SessionOptions {
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
export function serveSession(session: Session, options: SessionOptions): void {
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
