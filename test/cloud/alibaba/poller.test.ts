import { expect, test } from 'vitest';
import { poller } from '../../../src/cloud/alibaba/poller.ts';
import { openClock } from '../../../src/wire/clock.ts';
import { never } from './account.ts';

function counting(limit: number, describe?: (ids: readonly string[]) => Promise<readonly { id: string }[]>) {
  const calls: (readonly string[])[] = [];
  const signals: AbortSignal[] = [];
  const answer = async (ids: readonly string[], signal: AbortSignal) => {
    calls.push(ids);
    signals.push(signal);
    return describe ? describe(ids) : ids.filter((id) => !id.startsWith('gone')).map((id) => ({ id }));
  };
  const read = poller(limit, answer, openClock());
  return { calls, signals, read };
}

test('reads at the same time are one call, each with its own answer; the same id is asked for once', async () => {
  const { calls, read } = counting(100);
  const answers = await Promise.all(['a', 'b', 'gone-c', 'a'].map((id) => read(id, never)));
  expect(answers).toEqual([{ id: 'a' }, { id: 'b' }, undefined, { id: 'a' }]);
  expect(calls).toEqual([['a', 'b', 'gone-c']]);
});

test('no call has more ids than the service takes', async () => {
  const { calls, read } = counting(100);
  await Promise.all(Array.from({ length: 250 }, (_, at) => read(`i-${at}`, never)));
  expect(calls.map((ids) => ids.length)).toEqual([100, 100, 50]);
});

test('an error reaches all who wait for that call, and the next read asks anew', async () => {
  let fails = true;
  const { read } = counting(100, async (ids) => {
    if (fails) throw new Error('denied');
    return ids.map((id) => ({ id }));
  });
  const answers = await Promise.allSettled([read('a', never), read('b', never)]);
  expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
  fails = false;
  await expect(read('a', never)).resolves.toEqual({ id: 'a' });
});

test('who is cancelled leaves at once and alone; when nobody is left the call is cancelled too', async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { signals, read } = counting(100, async (ids) => released.then(() => ids.map((id) => ({ id }))));
  const [one, two] = [new AbortController(), new AbortController()];
  const reads = [read('a', one.signal), read('b', two.signal)] as const;
  await expect.poll(() => signals.length).toBe(1);
  one.abort(new Error('enough'));
  await expect(reads[0]).rejects.toThrow('enough');
  expect(signals[0]?.aborted).toBe(false);
  two.abort(new Error('me too'));
  await expect(reads[1]).rejects.toThrow('me too');
  expect(signals[0]?.aborted).toBe(true);
  release();
  await expect(read('c', AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
});
