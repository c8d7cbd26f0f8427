import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundled } from '../../bundling.js';
import { answersOf, RECORD, whoIsAsked } from '../answers.ts';
import { agree, judge, same } from './agreement.ts';
import { areas } from './areas.ts';
import { outcomesOf, packersAnswer, paired } from './both.ts';
import { questionOf } from './case.ts';
import { type Intended, intended } from './intended.ts';
import { type Ours, startOurs } from './ours.ts';
import type { Outcome } from './outcome.ts';
import { tally } from './tally.ts';

const documented = readFileSync(new URL('../../../docs/differences.md', import.meta.url), 'utf8');

describe(`Packer 1.6.6 and ecs-imagebuild (${whoIsAsked})`, () => {
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
    process.stdout.write(`${count.report()}; ${whoIsAsked}\n`);
  });

  describe.each(areas)('agree about $name', ({ name: area, cases }) => {
    const answers = answersOf<readonly Outcome[]>(`differential/${area}`, { same: sayTheSame });

    test.concurrent.each(cases)('$name', async (one) => {
      const { name } = one;
      const theirs = await answers.of(name, questionOf(one), () => packersAnswer(one));
      const own = await outcomesOf(one, ours.call);
      for (const pair of paired(one, theirs, own)) {
        const verdict = judge(`${area}/${name}`, pair);
        for (const difference of verdict.differences) seen.add(difference);
        count.add(same(pair.packer, pair.ours));
        expect(verdict.ours, `${pair.call} with ${one.text ?? JSON.stringify(one.template)}`).toEqual(
          verdict.packer,
        );
      }
    });

    test('what Packer answers is recorded', () => {
      expect(answers.settle(), RECORD).toEqual([]);
    });
  });

  test('every difference that is intended still occurs', () => {
    const gone = intended.filter((one) => !seen.has(one));
    expect(gone.map(({ row, text, call }) => `${row}: ${text ?? call}`)).toEqual([]);
  });
});

/** Two answers of Packer to the same, of which either may have lost its complaint. */
function sayTheSame(recorded: readonly Outcome[], asked: readonly Outcome[]): boolean {
  return recorded.every((outcome, index) => {
    const other = asked[index];
    return other !== undefined && agree(other, outcome);
  });
}

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
