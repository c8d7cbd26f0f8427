import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latencyProfile, latencyTable, readLatency } from '../../src/emulator/latency.ts';
import { BuildError } from '../../src/errors/build-error.ts';
import { temporaryFolder } from '../temporary-folder.ts';

function refusal(given: unknown): string {
  try {
    readLatency(given);
  } catch (error) {
    if (error instanceof BuildError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('it was read');
}

describe('latency', () => {
  it('knows profiles by name', () => {
    expect(new Set(Object.values(readLatency('instant')))).toEqual(new Set([0]));
    expect(readLatency('realistic')).toEqual(latencyProfile('realistic'));
    expect(readLatency('realistic').snapshot).toBe(50_000);
    expect(Object.values(readLatency('fast')).every((ms) => ms > 0 && ms <= 300)).toBe(true);
  });

  it('scales a profile in the short form', () => {
    expect(readLatency(' realistic * 0.1 ').instanceStarting).toBe(1200);
  });

  it('takes single durations on top of a scaled profile, unscaled', () => {
    const latency = readLatency({ extends: 'realistic', scale: 0.1, snapshot: 30_000 });
    expect(latency).toEqual({ ...readLatency('realistic*0.1'), snapshot: 30_000 });
  });

  it('is instant where an object extends nothing', () => {
    expect(readLatency({ vpc: 5 })).toEqual({ ...latencyProfile('instant'), vpc: 5 });
  });

  it('reads JSON text and JSON files', () => {
    const folder = temporaryFolder('latency');
    const path = join(folder, 'slow.json');
    writeFileSync(path, '{"extends": "fast*2", "imageCopy": 1}');
    expect(readLatency(path).imageCopy).toBe(1);
    expect(readLatency('{"sshReady": 7}').sshReady).toBe(7);
  });

  it.each([
    ['quick', 'there is no profile "quick"'],
    ['realistic*x', 'the factor must be a number from 0 on, not "x"'],
    ['fast*2*2', 'more than one factor'],
    [{ extends: 'fast', snapshots: 1 }, 'there is no duration "snapshots"'],
    [{ snapshot: -1 }, '"snapshot" must be a number of milliseconds, not -1'],
    [{ snapshot: '1s' }, '"snapshot" must be a number of milliseconds, not "1s"'],
    [{ extends: 3 }, '"extends" must be the name of a profile'],
    ['{oops', 'the JSON is not valid JSON'],
    ['/nowhere/slow.json', 'the file /nowhere/slow.json cannot be read'],
    [7, 'it is 7, neither a text nor an object'],
  ])('refuses %j and says why', (given, why) => {
    expect(refusal(given)).toMatch(/^emulator-invalid: /);
    expect(refusal(given)).toContain(why);
  });

  it('documents every duration', () => {
    expect(
      Object.values(latencyTable)
        .map(({ doc }) => doc.length)
        .filter((length) => length === 0),
    ).toEqual([]);
  });
});
