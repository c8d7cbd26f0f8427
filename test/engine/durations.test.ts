import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDurations } from '../../src/engine/durations.ts';
import { pauseAfter } from '../../src/engine/pauses.ts';
import { until } from '../../src/engine/until.ts';
import { folderWith, temporaryFolder } from '../temporary-folder.ts';
import { skippingClock } from '../test-clock.ts';

const { signal } = new AbortController();

/** Waits for a thing that takes so long; tells how often it looked and how late it was. */
async function waitFor(takes: number, file: string, how: object = {}) {
  const clock = skippingClock();
  const durations = openDurations(file);
  // A wait before this one has shown that this cloud takes its time.
  durations.slow();
  let looks = 0;
  const read = async () => {
    looks += 1;
    return clock.now() >= takes ? 'there' : 'not yet';
  };
  const rest = { what: 'image', within: 3_600_000, expect: 60_000, kind: 'image', fresh: true };
  await until(read, { ...rest, is: (state) => state === 'there', durations, clock, signal, ...how });
  durations.save();
  return { looks, late: clock.now() - takes };
}

describe('a wait', () => {
  test('looks a few times when it takes as long as expected, and ends when it is there', async () => {
    const { looks, late } = await waitFor(60_000, join(temporaryFolder('waits'), 'durations.json'));
    expect(looks).toBeLessThanOrEqual(7);
    expect(late).toBeLessThan(500);
  });

  test.each([90_000, 180_000, 20_000])(
    'of %i ms is known the next time: few looks, when it is due',
    async (takes) => {
      const file = join(temporaryFolder('waits'), 'durations.json');
      const first = await waitFor(takes, file);
      await waitFor(takes, file);
      const third = await waitFor(takes, file);
      expect(third.looks).toBeLessThanOrEqual(5);
      expect(third.looks).toBeLessThanOrEqual(Math.max(3, first.looks - 1));
      expect(third.late).toBeLessThanOrEqual(Math.max(3500, first.late));
    },
  );

  test('that comes to less time than before is found out', async () => {
    const file = join(temporaryFolder('waits'), 'durations.json');
    await waitFor(100_000, file);
    let late = 0;
    for (let round = 0; round < 12; round += 1) ({ late } = await waitFor(40_000, file));
    expect(late).toBeLessThan(30_000);
  });

  test('of something that was there before looks at once, and teaches nothing', async () => {
    const folder = temporaryFolder('waits');
    const { looks, late } = await waitFor(0, join(folder, 'durations.json'), { fresh: false });
    expect([looks, late]).toEqual([1, 0]);
    expect(() => readFileSync(join(folder, 'durations.json'))).toThrow('ENOENT');
  });

  test('goes by its own expectation where what is kept is damaged', async () => {
    const folder = folderWith({ 'durations.json': { image: { expect: 'soon' }, VPC: 7 } });
    const { looks } = await waitFor(60_000, join(folder, 'durations.json'));
    expect(looks).toBeLessThanOrEqual(7);
  });
});

test('the last pause ends just when the thing is due; those after it grow with the delay', () => {
  expect(pauseAfter(59_000, { expect: 60_000 })).toBeGreaterThanOrEqual(1000);
  expect(pauseAfter(59_000, { expect: 60_000 })).toBeLessThan(1100);
  expect(pauseAfter(0, { expect: 60_000, spread: 50 })).toBe(20_000);
  expect(pauseAfter(60_100, { expect: 60_000, spread: 50 })).toBe(250);
  expect(pauseAfter(64_000, { expect: 60_000 })).toBe(2000);
  expect(pauseAfter(300_000, { expect: 60_000 })).toBe(12_000);
  expect(pauseAfter(29_500, { expect: 300_000 }, 0.1)).toBeCloseTo(506);
});

test('a cloud in which everything is there at once is looked at often, so that nothing waits in vain', async () => {
  const clock = skippingClock();
  const durations = openDurations();
  const rest = { what: 'image', within: 600_000, expect: 60_000, kind: 'image', fresh: true, clock, signal };
  await until(async () => 'there', { ...rest, durations, is: () => true });
  expect(clock.now()).toBe(0);
  await until(async () => clock.now() >= 2000, { ...rest, durations, is: (there) => there });
  expect(clock.now()).toBeLessThanOrEqual(3100);
});
