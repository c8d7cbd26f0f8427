import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openTurns } from '../../../src/cloud/alibaba/turns.ts';

const { signal: live } = new AbortController();

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

/** Takes `count` turns; `times` fills with the milliseconds at which they came. */
function takes(turns: ReturnType<typeof openTurns>, count: number): number[] {
  const times: number[] = [];
  const begin = performance.now();
  for (let index = 0; index < count; index += 1)
    void turns.take(live, { action: 'One', ahead: false }).then(() => times.push(performance.now() - begin));
  return times;
}

test('a few calls go out at once, many at a rate that grows while nobody complains', async () => {
  const times = takes(openTurns(), 300);
  await vi.advanceTimersByTimeAsync(0);
  expect(times.length).toBe(5);
  await vi.advanceTimersByTimeAsync(1000);
  const first = times.length;
  expect(first).toBeGreaterThan(15);
  expect(first).toBeLessThan(25);
  await vi.advanceTimersByTimeAsync(7000);
  expect(times.filter((time) => time > 7000).length).toBeGreaterThan(first);
});

test('when one is refused all rest as long as the service wants, and then go slower', async () => {
  const turns = openTurns();
  const times = takes(turns, 300);
  await vi.advanceTimersByTimeAsync(2000);
  const before = times.length;
  const rate = times.filter((time) => time > 1000).length;
  turns.refused(700);
  // Those under way with it are refused together with it.
  turns.refused(650);
  await vi.advanceTimersByTimeAsync(690);
  expect(times.length).toBe(before);
  await vi.advanceTimersByTimeAsync(1010);
  const after = times.length - before;
  expect(after).toBeGreaterThan(0.7 * rate);
  expect(after).toBeLessThan(rate);
});

test('who is refused or reads goes first, who gives up leaves the queue', async () => {
  const turns = openTurns();
  const order: string[] = [];
  takes(turns, 5);
  const leaving = new AbortController();
  void turns.take(live, { action: 'One', ahead: false }).then(() => order.push('last'));
  const left = turns.take(leaving.signal, { action: 'One', ahead: true });
  void turns.take(live, { action: 'One', ahead: true }).then(() => order.push('first'));
  leaving.abort(new Error('gave up'));
  await expect(left).rejects.toThrow('gave up');
  await expect(turns.take(leaving.signal, { action: 'One', ahead: false })).rejects.toThrow('gave up');
  await vi.advanceTimersByTimeAsync(1000);
  expect(order).toEqual(['first', 'last']);
});

test('a cloud that runs faster takes more calls', async () => {
  const times = takes(openTurns(0.01), 100);
  await vi.advanceTimersByTimeAsync(200);
  expect(times.length).toBe(100);
});

test('an action that is refused for a limit of its own goes slower and lets the others pass', async () => {
  const turns = openTurns();
  const times: Record<string, number[]> = { One: [], Other: [] };
  const begin = performance.now();
  for (let index = 0; index < 200; index += 1)
    for (const action of ['One', 'Other'])
      void turns
        .take(live, { action, ahead: false })
        .then(() => times[action]?.push(performance.now() - begin));
  await vi.advanceTimersByTimeAsync(1000);
  const [one = [], other = []] = [times['One'], times['Other']];
  const [before, passed] = [one.length, other.length];
  turns.refused(800, 'One');
  await vi.advanceTimersByTimeAsync(790);
  expect(one.length).toBe(before);
  // The whole rate is for the other one meanwhile.
  expect(other.length - passed).toBeGreaterThan(10);
  await vi.advanceTimersByTimeAsync(1010);
  const slower = one.length - before;
  expect(slower).toBeGreaterThan(0);
  expect(slower).toBeLessThan(before);
  turns.refused(100, 'One');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(one.length).toBeGreaterThan(before + slower + 5);
  expect(other.length).toBe(200);
});
