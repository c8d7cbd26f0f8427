import { beforeEach, expect, test } from 'vitest';
import { openTurns } from '../../../src/cloud/alibaba/turns.ts';
import { type TestClock, testClock } from '../../test-clock.ts';

const { signal: live } = new AbortController();

let clock: TestClock;
beforeEach(() => {
  clock = testClock();
});

/** Takes `count` turns; `times` fills with the milliseconds at which they came. */
function takes(turns: ReturnType<typeof openTurns>, count: number): number[] {
  const times: number[] = [];
  const begin = clock.now();
  for (let index = 0; index < count; index += 1)
    void turns.take(live, { action: 'One', ahead: false }).then(() => times.push(clock.now() - begin));
  return times;
}

test('a few calls go out at once, many at a rate that grows while nobody complains', async () => {
  const times = takes(openTurns(clock), 300);
  await clock.advance(0);
  expect(times.length).toBe(5);
  await clock.advance(1000);
  const first = times.length;
  expect(first).toBeGreaterThan(15);
  expect(first).toBeLessThan(25);
  await clock.advance(7000);
  expect(times.filter((time) => time > 7000).length).toBeGreaterThan(first);
});

test('when one is refused all rest as long as the service wants, and then go slower', async () => {
  const turns = openTurns(clock);
  const times = takes(turns, 300);
  await clock.advance(2000);
  const before = times.length;
  const rate = times.filter((time) => time > 1000).length;
  turns.refused(700);
  // Those under way with it are refused together with it.
  turns.refused(650);
  await clock.advance(690);
  expect(times.length).toBe(before);
  await clock.advance(1010);
  const after = times.length - before;
  expect(after).toBeGreaterThan(0.7 * rate);
  expect(after).toBeLessThan(rate);
});

test('who is refused or reads goes first, who gives up leaves the queue', async () => {
  const turns = openTurns(clock);
  const order: string[] = [];
  takes(turns, 5);
  const leaving = new AbortController();
  void turns.take(live, { action: 'One', ahead: false }).then(() => order.push('last'));
  const left = turns.take(leaving.signal, { action: 'One', ahead: true });
  void turns.take(live, { action: 'One', ahead: true }).then(() => order.push('first'));
  leaving.abort(new Error('gave up'));
  await expect(left).rejects.toThrow('gave up');
  await expect(turns.take(leaving.signal, { action: 'One', ahead: false })).rejects.toThrow('gave up');
  await clock.advance(1000);
  expect(order).toEqual(['first', 'last']);
});

test('a cloud that runs faster takes more calls', async () => {
  clock.pace = 0.01;
  const times = takes(openTurns(clock), 100);
  await clock.advance(200);
  expect(times.length).toBe(100);
});

test('an action that is refused for a limit of its own goes slower and lets the others pass', async () => {
  const turns = openTurns(clock);
  const times: Record<string, number[]> = { One: [], Other: [] };
  const begin = clock.now();
  for (let index = 0; index < 200; index += 1)
    for (const action of ['One', 'Other'])
      void turns.take(live, { action, ahead: false }).then(() => times[action]?.push(clock.now() - begin));
  await clock.advance(1000);
  const [one = [], other = []] = [times['One'], times['Other']];
  const [before, passed] = [one.length, other.length];
  turns.refused(800, 'One');
  await clock.advance(790);
  expect(one.length).toBe(before);
  // The whole rate is for the other one meanwhile.
  expect(other.length - passed).toBeGreaterThan(10);
  await clock.advance(1010);
  const slower = one.length - before;
  expect(slower).toBeGreaterThan(0);
  expect(slower).toBeLessThan(before);
  turns.refused(100, 'One');
  await clock.advance(10_000);
  expect(one.length).toBeGreaterThan(before + slower + 5);
  expect(other.length).toBe(200);
});
