import { describe, expect, test } from 'vitest';
import {
  prolong,
  releaseTime,
  stillAhead,
} from '../../../../src/builders/alicloud-ecs/instance/auto-release.ts';
import { volatileJournal } from '../../../../src/engine/journal.ts';

const now = Date.parse('2026-01-01T12:00:30Z');

describe('the moment at which the cloud ends a forgotten instance', () => {
  test('is the asked time from now on, in whole minutes', () =>
    expect(releaseTime(2 * 60 * 60_000, now)).toBe('2026-01-01T14:01:00Z'));
  test('is never nearer than the service allows', () =>
    expect(releaseTime(60_000, now)).toBe('2026-01-01T12:32:00Z'));
  test('is none when it is switched off', () => expect(releaseTime(0, now)).toBe(''));
  test('stays as it was decided', () =>
    expect(stillAhead('2026-01-01T13:00:00Z', 60 * 60_000, now)).toBe('2026-01-01T13:00:00Z'));
  test('is decided again when a resumed run finds it too near', () =>
    expect(stillAhead('2026-01-01T12:10:00Z', 60 * 60_000, now)).toBe('2026-01-01T13:01:00Z'));
});

describe('a living process', () => {
  test('moves the end of its instance away until the instance or the build ends', async () => {
    const journal = volatileJournal();
    const end = new AbortController();
    const asked: string[] = [];
    const extendAutoRelease = async (id: string) => {
      asked.push(id);
      if (asked.length === 1) throw new Error('a moment of trouble');
      if (asked.length === 2) journal.write({ type: 'undone', step: 'instance' });
      else end.abort();
      setTimeout(() => end.abort(), 30);
    };
    journal.write({ type: 'made', step: 'instance', key: '', id: 'i-1' });
    const scope = { autoRelease: 1, journal };
    await prolong({ cloud: { instances: { extendAutoRelease } }, scope, every: 1, signal: end.signal });
    expect(asked).toEqual(['i-1', 'i-1']);
  });

  test('leaves an instance alone that has no end', async () => {
    const extendAutoRelease = async () => expect.unreachable();
    const scope = { autoRelease: 0, journal: volatileJournal() };
    await prolong({
      cloud: { instances: { extendAutoRelease } },
      scope,
      every: 1,
      signal: new AbortController().signal,
    });
  });
});
