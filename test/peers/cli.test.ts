import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { folderWith } from '../temporary-folder.ts';
import { packerSays, type Said } from './packer-command.ts';
import { missing } from './program.ts';

const absent = missing('packer');
const FIXTURES = new URL('../../fixtures/', import.meta.url);

/** Every template there is: right ones, and those with one thing wrong each. */
const templates = ['./', 'broken/'].flatMap((folder) =>
  readdirSync(new URL(folder, FIXTURES))
    .filter((name) => name.endsWith('.json'))
    .map((name) => [`${folder}${name}`, new URL(`${folder}${name}`, FIXTURES)] as const),
);

/** Runs both programs in one folder with the same arguments. */
async function both(
  args: readonly string[],
  { files = {}, stdin = '' }: { files?: Readonly<Record<string, unknown>>; stdin?: string } = {},
): Promise<{ readonly theirs: Said; readonly ours: Said }> {
  const cwd = folderWith(files);
  const [theirs, ours] = await Promise.all([packerSays(args, { cwd, stdin }), runMain(args, { cwd, stdin })]);
  return { theirs, ours: { code: ours.code, stdout: ours.stdout } };
}

/** Without times, and without the order that Packer leaves to chance. */
function comparable({ code, stdout }: Said): Said {
  return {
    code,
    stdout: stdout
      .replace(/^\d{10},/gm, 'TIME,')
      .split('\n')
      .sort()
      .join('\n'),
  };
}

const own = {
  variables: { a: '1', b: '{{user `a`}}2', needed: null, empty: '' },
  'sensitive-variables': ['a'],
  description: 'Two lines,\nand a comma',
  builders: [
    { type: 'null', name: 'long-name-{{user `a`}}' },
    { type: 'null', communicator: 'none' },
  ],
  provisioners: [{ type: 'shell-local', inline: ['x'] }, { type: 'nonsense' }],
};

describe.skipIf(absent !== undefined)(absent ?? 'beside the real Packer 1.6.6', () => {
  describe('inspect', () => {
    test.concurrent.each(templates)('%s', async (name, path) => {
      const text = readFileSync(path, 'utf8');
      const { theirs, ours } = await both(['inspect', 't.json'], { files: { 't.json': text } });
      expect(comparable(withoutHints(ours)), name).toEqual(comparable(theirs));
    });

    test.concurrent.each([
      [['inspect', 't.json']],
      [['inspect', '-machine-readable', 't.json']],
      [['-machine-readable', 'inspect', 't.json']],
      [['inspect']],
      [['inspect', '-machine-readable']],
      [['inspect', 'nofile.json']],
      [['inspect', '-var-file=nofile.json', 't.json']],
      [['inspect', '-var', 'needed=1', '-only=x', '-config-type=json', 't.json']],
    ])('%j', async (args) => {
      const { theirs, ours } = await both(args, { files: { 't.json': own } });
      expect(comparable(ours)).toEqual(comparable(theirs));
    });
  });

  describe('console', () => {
    const texts: readonly { readonly text: string }[] = JSON.parse(
      readFileSync(new URL('interpolation/console.json', FIXTURES), 'utf8'),
    );

    test.concurrent.each(texts.filter((_, index) => index % 4 === 0))('$text', async ({ text }) => {
      // Each line is one template.
      if (text.includes('\n')) return;
      const { theirs, ours } = await both(['console'], { stdin: `${text}\n` });
      expect(withoutHints(ours)).toEqual(theirs);
    });

    test.concurrent.each<[args: readonly string[], stdin: string]>([
      [['console', 't.json'], '{{user `b`}}'],
      [['console', '-var', 'needed=5', 't.json'], 'x\n  {{user `needed`}} and {{user `empty`}}  \n'],
      [['console', '-var', 'needed=5', 't.json'], '{{user `b`}}-{{template_dir}}-{{pwd}}\n'],
      [['console'], ''],
      [['console'], 'help'],
      [['console'], 'exit\nafter'],
      [['console'], '{{nope}}\n{{env `HOME`}}\n{{upper `x`}}'],
      [['console', '-machine-readable'], '{{upper `a,b`}}'],
      [['console', 'nofile.json'], 'x'],
      [['console', '-var-file=nofile.json'], 'x'],
      [['console', '-var', 'q=1', '-only=x', '-except=y'], '{{user `q`}}'],
    ])('%j with %j', async (args, stdin) => {
      const { theirs, ours } = await both(args, { files: { 't.json': own }, stdin });
      expect(comparable(withoutHints(ours))).toEqual(comparable(theirs));
    });
  });

  describe('validate', () => {
    const broken = templates.filter(([name]) => name.startsWith('broken/'));

    test.concurrent.each(broken)('%s', async (_name, path) => {
      const files = { 't.json': readFileSync(path, 'utf8') };
      const { theirs, ours } = await both(['validate', 't.json'], { files });
      expect(ours.code).toBe(theirs.code);
    });

    test.concurrent.each([[['-syntax-only']], [['-except=null']], [['-only=nope']], [['-var', 'x=1']]])(
      '%j',
      async (flags) => {
        const files = { 't.json': { builders: [{ type: 'null', communicator: 'none' }] } };
        const { theirs, ours } = await both(['validate', ...flags, 't.json'], { files });
        expect(ours).toEqual(theirs);
      },
    );
  });

  describe('usage', () => {
    test.concurrent.each([
      [['build', '-nope', 't.json'], 'flag provided but not defined: -nope'],
      [['build', '-parallel-builds=x', 't.json'], 'invalid value "x" for flag -parallel-builds: parse error'],
      [['build', '-color=maybe', 't.json'], 'invalid boolean value "maybe" for -color: parse error'],
      [
        ['validate', '-var', 'novalue', 't.json'],
        'invalid value "novalue" for flag -var: No \'=\' value in arg: novalue',
      ],
      [['validate', '-only'], 'flag needs an argument: -only'],
      [
        ['fix', '-config-type=x'],
        'invalid value "x" for flag -config-type: x does not belong to configType values',
      ],
      [['console', '-parallel-builds=1'], 'flag provided but not defined: -parallel-builds'],
    ])('%j', async (args, line) => {
      // Packer ends without waiting for what writes this line, and so now and then it is not there.
      const tries = await Promise.all([both(args), both(args), both(args)]);
      expect(tries.map(({ ours, theirs }) => [ours.code, theirs.code])).toEqual(tries.map(() => [1, 1]));
      expect(tries[0]?.ours.stdout).toContain(`${line}\n`);
      const said = tries.map(({ theirs }) => theirs.stdout).join('');
      if (/\bflag |for -/.test(said)) expect(said).toContain(`${line}\n`);
    });

    test.concurrent.each([
      [[]],
      [['nope']],
      [['-h']],
      [['--help']],
      [['-v']],
      [['-version']],
      [['--version']],
      [['version']],
      [['version', 'x']],
      [['build']],
      [['build', '-h']],
      [['validate']],
      [['validate', 'a', 'b']],
      [['fix']],
      [['fix', 'a', 'b']],
      [['fix', '-h']],
      [['console', '-h']],
      [['-nope', 'build']],
      [['inspect', '-h']],
      [['fmt', '-h']],
      [['hcl2_upgrade', 'nofile.json']],
    ])('ends %j with the same code', async (args) => {
      const { theirs, ours } = await both(args);
      expect(ours.code).toBe(theirs.code);
    });

    test('tells versions to programs in the same rows', async () => {
      const { theirs, ours } = await both(['version', '-machine-readable']);
      const rows = ({ stdout }: Said) =>
        stdout.replace(/^\d+/gm, '').replace(/\d+\.\d+\.\d+|ecs-imagebuild|Packer/g, '');
      expect(rows(ours)).toBe(rows(theirs));
    });
  });
});

/** Ours say what to do, in a line or a paragraph after what is wrong. */
function withoutHints({ code, stdout }: Said): Said {
  return {
    code,
    stdout: stdout.replace(
      /\n(Did you mean|Write|Give|Use|Pass|There is|It renders) [^\n]*(\n\n(?=\n)|(?=\n))/g,
      '',
    ),
  };
}
