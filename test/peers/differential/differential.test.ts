import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled } from '../../bundling.js';
import { missing } from '../program.ts';
import { judge, same } from './agreement.ts';
import { areas } from './areas.ts';
import { runBoth } from './both.ts';
import { type Intended, intended } from './intended.ts';
import { type Ours, startOurs } from './ours.ts';
import { tally } from './tally.ts';

const packerMissing = missing('packer');
const documented = readFileSync(new URL('../../../docs/differences.md', import.meta.url), 'utf8');

describe.skipIf(packerMissing !== undefined)(packerMissing ?? 'Packer 1.6.6 and ecs-imagebuild', () => {
  const seen = new Set<Intended>();
  const count = tally();
  let folder: string;
  let ours: Ours;

  beforeAll(async () => {
    folder = await bundled('differential', ['test/peers/differential/driver.ts']);
    ours = startOurs(`${folder}/test/peers/differential/driver.js`);
  });

  afterAll(() => {
    ours.close();
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(`${count.report()}\n`);
  });

  describe.each(areas)('agree about $name', ({ name: area, cases }) => {
    test.concurrent.each(cases)('$name', async (one) => {
      for (const pair of await runBoth(one, ours)) {
        const { packer, ours: own, differences } = judge(`${area}/${one.name}`, pair);
        for (const difference of differences) seen.add(difference);
        count.add(same(pair.packer, pair.ours));
        expect(own, `${pair.call} with ${one.text ?? JSON.stringify(one.template)}`).toEqual(packer);
      }
    });
  });

  test('every difference that is intended still occurs', () => {
    const gone = intended.filter((one) => !seen.has(one));
    expect(gone.map(({ row, text, call }) => `${row}: ${text ?? call}`)).toEqual([]);
  });
});

describe('what is intended', () => {
  test.each([...new Set(intended.map(({ row }) => row))])('%s is told in docs/differences.md', (row) => {
    expect(documented).toContain(`\n| ${row} |`);
  });

  test('there are at least 400 templates', () => {
    const templates = areas.flatMap(({ cases }) =>
      cases.map(({ text, template }) => text ?? JSON.stringify(template)),
    );
    expect(new Set(templates).size).toBeGreaterThan(400);
  });
});
