import type { SshOptions } from './options.ts';

/** Shorter would cut off a guest under heavy load. */
const LIMIT = 60_000;

/** After how many unanswered keep-alive requests a peer is gone. */
export function unansweredKeepAlives({
  keepAlive,
  keepAliveLimit = LIMIT,
}: Pick<SshOptions, 'keepAlive' | 'keepAliveLimit'>): number {
  return Math.max(3, Math.ceil(keepAliveLimit / keepAlive));
}
