import { expect, test } from 'vitest';
import { copyLine } from '../../../../src/builders/alicloud-ecs/images/copy-line.ts';
import { BuildError } from '../../../../src/errors/build-error.ts';
import { testClock } from '../../../test-clock.ts';

const HALF_AN_HOUR = 1_800_000;
const { signal } = new AbortController();

/** A service that makes one copy at a time, half an hour each. */
function service() {
  const clock = testClock();
  let busy = false;
  let asked = 0;
  return {
    clock,
    asked: () => asked,
    hold(copying: boolean) {
      busy = copying;
    },
    async copy(): Promise<number> {
      asked += 1;
      if (busy) throw new BuildError('cloud-busy', 'wait', { data: { api: 'OperationDenied.ImageCopying' } });
      busy = true;
      await clock.pause(HALF_AN_HOUR, signal);
      busy = false;
      return clock.now();
    },
  };
}

test('copies go one after the other where the service wants that, however long all take together', async () => {
  const { clock, copy, asked } = service();
  const line = copyLine(clock, HALF_AN_HOUR);
  const copies = Promise.all([1, 2, 3].map(() => line.take(copy, signal)));
  await clock.advance(4 * HALF_AN_HOUR);
  expect((await copies).map((ended) => Math.round(ended / HALF_AN_HOUR))).toEqual([1, 2, 3]);
  expect(asked()).toBeLessThan(250);
});

test('a copy of somebody else is waited for, but not for ever', async () => {
  const { clock, copy, hold } = service();
  const line = copyLine(clock, HALF_AN_HOUR);
  hold(true);
  const refused = expect(line.take(copy, signal)).rejects.toMatchObject({ code: 'cloud-busy' });
  await clock.advance(HALF_AN_HOUR + 60_000);
  await refused;
  const patient = line.take(copy, signal);
  await clock.advance(HALF_AN_HOUR / 2);
  hold(false);
  await clock.advance(2 * HALF_AN_HOUR);
  await expect(patient).resolves.toBeGreaterThan(2 * HALF_AN_HOUR);
});

test('any other refusal is the end of a copy', async () => {
  const { clock } = service();
  const denied = new BuildError('cloud-denied', 'no');
  await expect(copyLine(clock, HALF_AN_HOUR).take(() => Promise.reject(denied), signal)).rejects.toBe(denied);
});
