import { pause } from '../../wire/pause.ts';

/**
 * Kills the process group of every other command of this connection. All are children of the same sshd, and leaders of
 * their own groups. Needed because sshd answers signal requests for ordinary users only, not when root is logged in.
 * Does nothing unless its parent really is that sshd: one that has died hands its children to init, whose other children
 * are the whole machine.
 */
export const KILL_SIBLINGS =
  "exec /bin/sh -c 'p=$PPID; read -r n < /proc/$p/comm || exit 0; case $p/$n in 1/*) exit 0;; */sshd*) ;; *) exit 0;; esac; " +
  'for f in /proc/[0-9]*/stat; do read -r l < $f || continue; set -- ${l##*) }; ' +
  'if [ "$2" = "$p" ] && [ "$3" != "$$" ]; then kill -KILL -"$3"; fi; done 2>/dev/null\'';

const PATIENCE = 3000;

/** Lets `kill` do what it can for a while; the guest may not answer any more. Never rejects. */
export async function inTime(kill: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const done = new AbortController();
  const limit = pause(PATIENCE, done.signal);
  await Promise.race([kill(done.signal).catch(() => undefined), limit]);
  done.abort();
}
