import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled } from '../bundling.js';
import { campaign } from '../fuzz/campaign.ts';
import { corpusIn } from '../fuzz/mutants.ts';
import { missing } from './program.ts';

const root = new URL('../..', import.meta.url).pathname;
const packerMissing = missing('packer');

describe.skipIf(packerMissing !== undefined)(packerMissing ?? 'mutated templates', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await bundled('fuzz', ['test/peers/differential/driver.ts']);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Always the same ones: `npm run fuzz` goes where nobody has been yet. */
  test('are all answered, and decided as Packer decides', async () => {
    const driver = `${folder}/test/peers/differential/driver.js`;
    const what = { corpus: corpusIn(`${root}fixtures`), driver, root, seed: 166, count: 1500, peer: 50 };
    const { tried, compared, failures } = await campaign({ ...what, jobs: 2, milliseconds: 200_000 });
    expect(failures).toEqual([]);
    expect(compared).toBeGreaterThan(tried / 31);
    expect(tried).toBeGreaterThan(100);
  });
});
