import type { Instances } from '../../../cloud/instances.ts';
import { pauseOrThrow } from '../../../engine/until.ts';
import type { BuildScope } from '../../builder.ts';

/** The service refuses a time that is nearer than this; a minute more for clocks that differ. */
const NEAREST = 31 * 60_000;

/** `autoRelease` milliseconds from now as the API writes it (UTC, whole minutes), empty for never. */
export function releaseTime(autoRelease: number, now = Date.now()): string {
  if (autoRelease <= 0) return '';
  const minute = Math.ceil((now + Math.max(autoRelease, NEAREST)) / 60_000) * 60_000;
  return new Date(minute).toISOString().replace('.000', '');
}

/** A time decided earlier, or a new one if the service would refuse it by now. */
export function stillAhead(time: string, autoRelease: number, now = Date.now()): string {
  if (time === '' || Date.parse(time) - now > NEAREST - 60_000) return time;
  return releaseTime(autoRelease, now);
}

interface Prolonged {
  readonly cloud: { readonly instances: Pick<Instances, 'extendAutoRelease'> };
  readonly scope: Pick<BuildScope, 'autoRelease' | 'journal'>;
  /** Milliseconds between two turns; default: a quarter of the time. */
  readonly every?: number;
  readonly signal: AbortSignal;
}

/**
 * Moves the end of the instance away again and again while this process lives: the dead man's switch. Resolves when
 * `signal` fires; a failing call is tried again at the next turn, long before the time is up.
 */
export async function prolong({ cloud, scope, signal, ...rest }: Prolonged): Promise<void> {
  const { autoRelease, journal } = scope;
  if (autoRelease <= 0) return;
  const every = rest.every ?? Math.max(autoRelease, NEAREST) / 4;
  while (!signal.aborted) {
    await pauseOrThrow(every, signal).catch(() => undefined);
    const step = journal.state.steps.get('instance');
    const id = step?.status === 'undone' ? undefined : step?.handles.get('');
    if (id === undefined || signal.aborted) continue;
    await cloud.instances.extendAutoRelease(id, releaseTime(autoRelease), signal).catch(() => undefined);
  }
}
