import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { answersOf, RECORD, whoIsAsked } from './answers.ts';
import { generated, written } from './expressions.ts';
import { ownFolder } from './own-folder.ts';
import { packerSays } from './packer-command.ts';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const EACH = 100;
const template = { variables: { name: 'value' }, builders: [{ type: 'null', communicator: 'none' }] };

/** Runs one of the tools. */
type Tool = (
  args: readonly string[],
  around: { cwd: string; stdin: string },
) => Promise<{ readonly stdout: string }>;

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

/** A console of either tool in a folder with the template; what it tells of the folder is the same for each folder. */
async function withConsole<Result>(tool: Tool, use: (evaluate: Console) => Promise<Result>): Promise<Result> {
  using folder = ownFolder({ 't.json': template });
  const cwd = folder.path;
  return await use(async (lines) => {
    const stdin = lines.map((line) => `${line}\n`).join('');
    return (await tool(['console', 't.json'], { cwd, stdin })).stdout.replaceAll(cwd, 'FOLDER');
  });
}

describe(`texts in the console (${whoIsAsked})`, () => {
  const answers = answersOf<readonly string[]>('interpolation');
  const both = async (name: string, texts: readonly string[]) => ({
    theirs: await answers.of(name, JSON.stringify({ template, texts }), () =>
      withConsole(packerSays, (console) => outcomes(texts, console)),
    ),
    ours: await withConsole(runMain, (console) => outcomes(texts, console)),
  });

  const parts = Array.from({ length: Math.ceil(written.length / 60) }, (_, part) => part);
  test.concurrent.each(parts)('written by hand, part %i', async (part) => {
    const texts = written.slice(part * 60, part * 60 + 60);
    const { theirs, ours } = await both(`written by hand, part ${part}`, texts);
    expect(ours).toEqual(theirs);
  });

  test.concurrent.each(SEEDS)('made from seed %i', async (seed) => {
    const texts = generated(seed, EACH);
    const { theirs, ours } = await both(`made from seed ${seed}`, texts);
    const different = texts.filter((_, index) => ours[index] !== theirs[index]);
    expect({ different, ours: ours.at(-1) }).toEqual({ different: [], ours: theirs.at(-1) });
  });

  test('are told apart at all', async () => {
    const { theirs } = await both('told apart', ['{{upper `a`}}', '{{nope}}', '{{upper .}}']);
    expect(theirs).toEqual([
      '',
      'template: root:1: function "nope" not defined',
      expect.stringContaining('invalid value; expected string'),
      expect.stringContaining('<0:A>'),
    ]);
  });

  test('what Packer answers is recorded', () => {
    expect(answers.settle(), RECORD).toEqual([]);
  });
});
