import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { latencyTable } from '../../src/emulator/latency.ts';

const page = readFileSync(new URL('../../docs/emulator.md', import.meta.url), 'utf8');

describe('the page about the emulator', () => {
  it('tells the durations that the code has', () => {
    const rows = Object.entries(latencyTable).map(
      ([name, { doc, fast, realistic }]) => `| \`${name}\` | ${doc} | ${fast} | ${realistic} |`,
    );
    expect(page.split('\n')).toEqual(expect.arrayContaining(rows));
  });
});
