import { describe, expect, it } from 'vitest';
import { pause } from '../../src/wire/pause.ts';

describe('pause', () => {
  it('tells that the time has passed', async () => {
    expect(await pause(1, new AbortController().signal)).toBe(true);
  });

  it('ends the moment the signal fires, and tells so', async () => {
    const stop = new AbortController();
    const paused = pause(3_600_000, stop.signal);
    stop.abort();
    expect(await paused).toBe(false);
  });

  it('does not begin when the signal has fired already', async () => {
    expect(await pause(3_600_000, AbortSignal.abort())).toBe(false);
  });
});
