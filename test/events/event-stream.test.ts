import { expect, test } from 'vitest';
import type { BuildEvent } from '../../src/events/event.ts';
import { eventStream } from '../../src/events/event-stream.ts';

const step = (name: string): BuildEvent => ({ type: 'step-started', build: 'one', step: name });

async function names(events: AsyncIterable<BuildEvent>): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of events) if (event.type === 'step-started') seen.push(event.step);
  return seen;
}

test('each iteration sees what comes after its beginning, read at once or late', async () => {
  const stream = eventStream();
  const early = names(stream);
  stream.push(step('vpc'));
  const late = stream[Symbol.asyncIterator]();
  stream.push(step('zone'));
  stream.end();
  expect(await early).toEqual(['vpc', 'zone']);
  expect(await late.next()).toEqual({ done: false, value: step('zone') });
  expect(await late.next()).toMatchObject({ done: true });
  expect(await names(stream)).toEqual([]);
});

test('a failure comes after what was not read yet, once', async () => {
  const stream = eventStream();
  const iterator = stream[Symbol.asyncIterator]();
  stream.push(step('vpc'));
  stream.end({ error: new Error('no disk') });
  expect(await iterator.next()).toMatchObject({ done: false });
  await expect(iterator.next()).rejects.toThrow('no disk');
  expect(await iterator.next()).toMatchObject({ done: true });
});

test('whoever leaves gets nothing more, and a waiting read ends', async () => {
  const stream = eventStream();
  const iterator = stream[Symbol.asyncIterator]();
  const waiting = iterator.next();
  await iterator.return?.();
  stream.push(step('vpc'));
  expect(await waiting).toMatchObject({ done: true });
  expect(await iterator.next()).toMatchObject({ done: true });
});
