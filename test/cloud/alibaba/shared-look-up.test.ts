import { expect, test } from 'vitest';
import { sharedLookUp } from '../../../src/cloud/alibaba/shared-look-up.ts';

const { signal: live } = new AbortController();

test('those who ask the same have one answer, until it is old', async () => {
  let time = 0;
  const asked: string[] = [];
  const read = sharedLookUp(
    async (key) => `${key} ${asked.push(key)}`,
    () => time,
  );
  expect(await Promise.all([read('g6', live), read('g6', live), read('g7', live)])).toEqual([
    'g6 1',
    'g6 1',
    'g7 2',
  ]);
  time = 299_000;
  expect(await read('g6', live)).toBe('g6 1');
  time = 301_000;
  expect(await read('g6', live)).toBe('g6 3');
});

test('a failure reaches all who wait and is asked anew by the next', async () => {
  let failures = 1;
  const read = sharedLookUp(async () => {
    if (failures-- > 0) throw new Error('denied');
    return 'found';
  });
  const both = await Promise.allSettled([read('', live), read('', live)]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await read('', live)).toBe('found');
});

test('one who gives up does not take the answer from the others; the last one ends the question', async () => {
  const ends: AbortSignal[] = [];
  let answer: (value: string) => void = () => undefined;
  const read = sharedLookUp((_key, signal) => {
    ends.push(signal);
    return new Promise<string>((resolve) => {
      answer = resolve;
    });
  });
  const [one, other] = [new AbortController(), new AbortController()];
  const [first, second] = [read('', one.signal), read('', other.signal)];
  one.abort(new Error('cancelled'));
  await expect(first).rejects.toThrow('cancelled');
  expect(ends[0]?.aborted).toBe(false);
  answer('found');
  expect(await second).toBe('found');
  const third = sharedLookUp((_key, signal) => {
    ends.push(signal);
    return new Promise<string>(() => undefined);
  })('', other.signal);
  other.abort(new Error('cancelled'));
  await expect(third).rejects.toThrow('cancelled');
  expect(ends[1]?.aborted).toBe(true);
});
