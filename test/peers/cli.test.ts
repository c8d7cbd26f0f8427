import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { answersOf, RECORD, whoIsAsked } from './answers.ts';
import { ownFolder } from './own-folder.ts';
import { packerSays } from './packer-command.ts';
import { missing } from './program.ts';

const absent = missing('packer');
const BROKEN = new URL('../../fixtures/broken/', import.meta.url);

/** Calls whose words are each tool's own. What the tools say alike is compared in differential/. */
const CALLS: readonly (readonly string[])[] = [
  ['version'],
  ['fix', '-h'],
  ['-nope', 'build'],
  ['fmt', '-h'],
  ['hcl2_upgrade', 'nofile.json'],
];

describe(`ends with the exit status of Packer 1.6.6 (${whoIsAsked})`, () => {
  const answers = answersOf<number | null>('exit-status');

  async function endsAlike(name: string, args: readonly string[], files: Readonly<Record<string, string>>) {
    using folder = ownFolder(files);
    const cwd = folder.path;
    const theirs = await answers.of(
      name,
      JSON.stringify({ args, files }),
      async () => (await packerSays(args, { cwd })).code,
    );
    const { code, stdout } = await runMain(args, { cwd });
    expect(code, stdout).toBe(theirs);
  }

  test.concurrent.each(CALLS.map((args) => [args.join(' '), args] as const))('%s', async (name, args) => {
    await endsAlike(name, args, {});
  });

  test.concurrent.each(readdirSync(BROKEN).filter((name) => name.endsWith('.json')))(
    'validate %s',
    async (name) => {
      const files = { 't.json': readFileSync(new URL(name, BROKEN), 'utf8') };
      await endsAlike(`validate ${name}`, ['validate', 't.json'], files);
    },
  );

  test('what Packer answers is recorded', () => {
    expect(answers.settle(), RECORD).toEqual([]);
  });
});

test.skipIf(absent !== undefined)('tells versions to programs in the rows of Packer', async () => {
  using folder = ownFolder();
  const cwd = folder.path;
  const args = ['version', '-machine-readable'];
  const [theirs, ours] = [await packerSays(args, { cwd }), await runMain(args, { cwd })];
  const rows = (text: string) =>
    text.replace(/^\d+/gm, '').replace(/\d+\.\d+\.\d+|ecs-imagebuild|Packer/g, '');
  expect(rows(ours.stdout)).toBe(rows(theirs.stdout));
});
