import { createHash } from 'node:crypto';

/**
 * The same UUIDs in the same order for the same seed, in Packer's form: 8 hex digits of Unix seconds first. Whoever takes
 * up a run renders its template again and has to find the names that it has given.
 */
export function seededUuids(seed: string, now: Date): () => string {
  let count = 0;
  const seconds = (Math.floor(now.getTime() / 1000) % 2 ** 32).toString(16).padStart(8, '0');
  return () => {
    count += 1;
    const digest = createHash('sha256').update(`${seed} ${count}`).digest('hex');
    return [seconds, digest.slice(0, 4), digest.slice(4, 8), digest.slice(8, 12), digest.slice(12, 24)].join(
      '-',
    );
  };
}
