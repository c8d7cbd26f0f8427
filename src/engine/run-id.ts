import { randomBytes } from 'node:crypto';

/** A run's id: sorts by time, short enough for a tag, unique over machines: `20261124-041523-5f0c9a`. */
export function newRunId(now: Date = new Date()): string {
  const [date = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').split('T');
  return `${date}-${time.slice(0, 6)}-${randomBytes(3).toString('hex')}`;
}
