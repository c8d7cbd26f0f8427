import { setTimeout as pause } from 'node:timers/promises';
import type { ClientChannel } from 'ssh2';
import type { SshConnection } from './connection.ts';

/** The part of the SSH library below its public face: its `signal()` sends nothing once standard input has ended. */
interface Inner {
  readonly _client: { readonly _protocol: { signal(channel: number, name: string): void } };
  readonly outgoing: { readonly id: number };
}

/**
 * Kills the process group of every other command of this connection. All are children of the same sshd, and leaders of
 * their own groups. Needed because sshd answers signal requests for ordinary users only, not when root is logged in.
 * Does nothing unless its parent really is that sshd: one that has died hands its children to init, whose other children
 * are the whole machine.
 */
const KILL_SIBLINGS =
  "exec /bin/sh -c 'p=$PPID; read -r n < /proc/$p/comm || exit 0; case $p/$n in 1/*) exit 0;; */sshd*) ;; *) exit 0;; esac; " +
  'for f in /proc/[0-9]*/stat; do read -r l < $f || continue; set -- ${l##*) }; ' +
  'if [ "$2" = "$p" ] && [ "$3" != "$$" ]; then kill -KILL -"$3"; fi; done 2>/dev/null\'';

const PATIENCE = 3000;

/** Ends the command on the guest and closes its channel; closing alone would let it run on. Never rejects. */
export async function killCommand(connection: SshConnection, channel: ClientChannel): Promise<void> {
  const done = new AbortController();
  const limit = pause(PATIENCE, undefined, { signal: done.signal }).catch(() => undefined);
  await Promise.race([kill(connection, channel, done.signal).catch(() => undefined), limit]);
  done.abort();
  channel.close();
}

async function kill(connection: SshConnection, channel: ClientChannel, signal: AbortSignal): Promise<void> {
  const { _client, outgoing } = channel as unknown as Inner;
  _client._protocol.signal(outgoing.id, 'KILL');
  const killer = await connection.exec(KILL_SIBLINGS, { pty: false, signal });
  killer.resume().stderr.resume();
  await new Promise((resolve) => killer.once('close', resolve));
}
