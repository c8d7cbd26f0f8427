import { randomBytes } from 'node:crypto';

/** Packer's UUID: 8 hex digits of Unix seconds, the rest random, so that ids sort by the time they were made. */
export function timeOrderedUuid(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000) % 2 ** 32;
  const random = randomBytes(12).toString('hex');
  const parts = [random.slice(0, 4), random.slice(4, 8), random.slice(8, 12), random.slice(12)];
  return [seconds.toString(16).padStart(8, '0'), ...parts].join('-');
}
