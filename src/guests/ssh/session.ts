import type { AcceptSftpConnection, ServerChannel, Session, SFTPWrapper } from 'ssh2';
import type { Account } from '../accounts.ts';
import type { Ending, Machine, Running, Terminal } from '../machine.ts';
import { runScp } from '../transfer/scp.ts';
import { parseScp } from '../transfer/scp-command.ts';
import { serveSftp } from '../transfer/sftp.ts';

/** One session channel: what the client sets up first (environment, terminal) and the one command, shell or subsystem it then runs. */
export function serveSession(session: Session, machine: Machine, account: Account): void {
  const environment: Record<string, string> = {};
  let terminal: Terminal | undefined;
  let running: Running | undefined;
  const start = (channel: ServerChannel, command: string | undefined) => {
    running = runOn(channel, machine, { account, command, environment, terminal });
  };
  session.on('env', (accept, _reject, info) => {
    environment[info.key] = info.val;
    accept?.();
  });
  session.on('pty', (accept, _reject, info) => {
    // ssh2 hands out `term` though its types leave it to older versions.
    terminal = { name: info.term ?? 'xterm', columns: info.cols, rows: info.rows };
    accept?.();
  });
  session.on('window-change', (accept, _reject, info) => {
    running?.resize(info.cols, info.rows);
    accept?.();
  });
  session.on('signal', (accept, _reject, info) => {
    running?.kill(info.name.replace(/^SIG/, ''));
    accept?.();
  });
  session.on('auth-agent', (accept) => accept?.());
  session.on('exec', (accept, _reject, info) => start(accept(), info.command));
  session.on('shell', (accept) => start(accept(), undefined));
  session.on('sftp', (accept: AcceptSftpConnection) => {
    const sftp = accept();
    serveSftp(sftp, machine.filesOf(account), account.home, () => endSftp(sftp));
  });
}

interface Wanted {
  readonly account: Account;
  readonly command: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly terminal: Terminal | undefined;
}

function runOn(channel: ServerChannel, machine: Machine, wanted: Wanted): Running {
  const scp = wanted.command === undefined ? undefined : parseScp(wanted.command, wanted.account.home);
  const streams = { stdin: channel, stdout: channel, stderr: channel.stderr };
  const running =
    scp === undefined
      ? machine.run({ ...wanted, ...streams })
      : runScp(scp, channel, machine.filesOf(wanted.account));
  channel.on('error', () => running.kill('HUP'));
  channel.on('close', () => running.kill('HUP'));
  running.ended.then((ending) => finish(channel, ending)).catch(() => channel.destroy());
  return running;
}

function finish(channel: ServerChannel, ending: Ending): void {
  if (!channel.writable) return;
  if ('code' in ending) channel.exit(ending.code & 255);
  else channel.exit(ending.signal, false, '');
  channel.end();
  // Input that nobody reads any more would otherwise hold the channel open.
  channel.resume();
}

/** OpenSSH's clients take a subsystem that ends without a status as failed, and ssh2 has no public call to send one. */
function endSftp(sftp: SFTPWrapper): void {
  const inside = sftp as unknown as {
    readonly outgoing: { readonly id: number; readonly state: string };
    readonly _protocol: { exitStatus(id: number, status: number): void };
  };
  if (inside.outgoing.state === 'open') inside._protocol.exitStatus(inside.outgoing.id, 0);
  sftp.end();
}
