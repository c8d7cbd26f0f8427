import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { folderWith } from '../temporary-folder.ts';
import { generated, written } from './expressions.ts';
import { packerSays } from './packer-command.ts';
import { missing } from './program.ts';

const absent = missing('packer');
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const EACH = 100;
const template = { variables: { name: 'value' }, builders: [{ type: 'null', communicator: 'none' }] };

/** The console of a program, fed with lines. */
type Console = (lines: readonly string[]) => Promise<string>;

/**
 * What became of each text. A console told by a pipe shows every error, but only the last result: between two texts
 * stands one that fails and names its place; what does not fail is evaluated again, side by side on one line.
 */
async function outcomes(texts: readonly string[], evaluate: Console): Promise<readonly string[]> {
  const marked = texts.flatMap((text, index) => [text, `{{upper ${index}}}`]);
  const told = await evaluate(marked);
  const errors = texts.map((_, index) => between(told, index));
  const good = texts.filter((text, index) => errors[index] === '' && !/define|block/.test(text));
  const line = good.map((text, index) => `<${index}:${text}>`).join('');
  return [...errors, await evaluate([line])];
}

/** What was told after the mark before this text, up to its own. */
function between(told: string, index: number): string {
  const before = index === 0 ? 0 : endOf(told, index - 1);
  const own = told.slice(before, endOf(told, index));
  return own.slice(0, own.lastIndexOf('???????:')).replace('???????: Interpolation error', '').trim();
}

function endOf(told: string, index: number): number {
  const mark = `found ${index}\n`;
  const at = told.indexOf(mark, told.indexOf(`<${index}>: expected string;`));
  return at < 0 ? told.length : at + mark.length;
}

function consoles(): readonly [theirs: Console, ours: Console] {
  const cwd = folderWith({ 't.json': template });
  const input = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');
  return [
    async (lines) => (await packerSays(['console', 't.json'], { cwd, stdin: input(lines) })).stdout,
    async (lines) => (await runMain(['console', 't.json'], { cwd, stdin: input(lines) })).stdout,
  ];
}

describe.skipIf(absent !== undefined)(`texts in the console of Packer ${absent ?? ''}`, () => {
  const parts = Array.from({ length: Math.ceil(written.length / 60) }, (_, part) => part);
  test.concurrent.each(parts)('written by hand, part %i', async (part) => {
    const texts = written.slice(part * 60, part * 60 + 60);
    const [theirs, ours] = consoles();
    expect(await outcomes(texts, ours)).toEqual(await outcomes(texts, theirs));
  });

  test.concurrent.each(SEEDS)('made from seed %i', async (seed) => {
    const texts = generated(seed, EACH);
    const [theirs, ours] = consoles();
    const [mine, packers] = [await outcomes(texts, ours), await outcomes(texts, theirs)];
    const different = texts.filter((_, index) => mine[index] !== packers[index]);
    expect({ different, mine: mine.at(-1) }).toEqual({ different: [], mine: packers.at(-1) });
  });

  test('are told apart at all', async () => {
    const [theirs] = consoles();
    const told = await outcomes(['{{upper `a`}}', '{{nope}}', '{{upper .}}'], theirs);
    expect(told).toEqual([
      '',
      'template: root:1: function "nope" not defined',
      expect.stringContaining('invalid value; expected string'),
      expect.stringContaining('<0:A>'),
    ]);
  });
});
