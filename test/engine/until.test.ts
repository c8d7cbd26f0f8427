import { describe, expect, it } from 'vitest';
import { until } from '../../src/engine/until.ts';
import { openClock } from '../../src/wire/clock.ts';
import { skippingClock } from '../test-clock.ts';

const signal = new AbortController().signal;
const base = { what: 'image m-1 to be Available', within: 60_000, clock: skippingClock(), signal };

function states(...list: readonly (string | undefined)[]) {
  let index = 0;
  return async () => list[Math.min(index++, list.length - 1)];
}

describe('waiting', () => {
  it('ends the moment the thing is there, without a pause', async () => {
    const reads: string[] = [];
    const read = async () => {
      reads.push('read');
      return 'Available';
    };
    await expect(until(read, { ...base, is: (state) => state === 'Available' })).resolves.toBe('Available');
    expect(reads).toHaveLength(1);
  });

  it('looks again until it is, and tells progress once a value', async () => {
    const seen: number[] = [];
    const read = states('10', '10', '60', '100');
    await until(read, { ...base, is: (s) => s === '100', progress: Number, onProgress: (p) => seen.push(p) });
    expect(seen).toEqual([10, 60]);
  });

  it('fails at once on a dead state, with that state in words', async () => {
    const read = states('Creating', 'CreateFailed');
    const waiting = until(read, {
      ...base,
      is: () => false,
      dead: (s) => (s === 'CreateFailed' ? 'its state is CreateFailed' : undefined),
    });
    await expect(waiting).rejects.toThrow(
      'Waiting for image m-1 to be Available: its state is CreateFailed.',
    );
  });

  it('says what was seen last when time runs out', async () => {
    const waiting = until(states('Creating'), { ...base, within: 1000, is: () => false, describe: (s) => s });
    await expect(waiting).rejects.toThrow(
      'Waiting for image m-1 to be Available: not after 1 s; last seen: Creating.',
    );
  });

  it('bears with a thing that is not visible yet or that a read misses, but not with one that vanished', async () => {
    await expect(until(states(undefined, 'ok'), { ...base, is: () => true })).resolves.toBe('ok');
    const missed = states('Creating', undefined, undefined, 'Creating', undefined, 'ok');
    await expect(until(missed, { ...base, is: (state) => state === 'ok' })).resolves.toBe('ok');
    const vanished = until(states('Creating', undefined), { ...base, is: () => false });
    await expect(vanished).rejects.toThrow('it was removed meanwhile');
  });

  it('ends at once when cancelled in the middle of a pause', async () => {
    const abort = new AbortController();
    const read = async () => {
      setTimeout(() => abort.abort(), 5);
      return 'Creating';
    };
    const waiting = until(read, { ...base, clock: openClock(), signal: abort.signal, is: () => false });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('moves the deadline while progress moves, where that is asked', async () => {
    let percent = 0;
    const read = async () => ++percent;
    const done = until(read, { ...base, within: 4000, is: (p) => p >= 30, progress: (p) => p, extend: true });
    await expect(done).resolves.toBe(30);
  });
});
