import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { answersOf, RECORD, whoIsAsked } from './answers.ts';
import { sortedRuns } from './differential/normalise.ts';
import { ownFolder } from './own-folder.ts';
import { missing } from './program.ts';
import { runProgram } from './run-program.ts';

const OURS = new URL('../../bin/ecs-imagebuild.js', import.meta.url).pathname;

type Template = Readonly<Record<string, unknown>>;

interface Case {
  readonly name: string;
  readonly template: Template;
  readonly flags?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Files that only Packer leaves: docs/differences.md says why. */
  readonly leftByPacker?: readonly string[];
}

const file = { type: 'file', target: 'in/f.txt', content: 'abc' };
const none = { type: 'null', communicator: 'none' };
const chains = (...postProcessors: readonly unknown[]): Template => ({
  builders: [file],
  'post-processors': postProcessors,
});
const local = (...inline: readonly string[]) => ({ type: 'shell-local', inline });
const provisioned = (...provisioners: readonly unknown[]): Template => ({ builders: [none], provisioners });
const compress = (output: string, more: Template = {}) => ({ type: 'compress', output, ...more });

const CASES: readonly Case[] = [
  {
    name: 'one of each',
    template: chains(
      'manifest',
      'checksum',
      'compress',
      { type: 'artifice', files: ['in/*'] },
      local('echo hi'),
    ),
  },
  { name: 'checksum and compress', template: chains(['checksum', compress('o/x.zip')]) },
  { name: 'a failure at the beginning', template: chains(local('exit 3'), ['manifest']) },
  { name: 'a failure that costs the artifact', template: chains(local('exit 3'), compress('o/x.tar.gz')) },
  {
    name: 'a failure in the middle',
    template: chains(['checksum', local('exit 3'), 'manifest'], 'manifest'),
  },
  { name: 'everything fails', template: chains(local('exit 1'), local('exit 2'), local('exit 3')) },
  {
    name: 'too many inputs',
    template: chains([
      { type: 'artifice', files: ['t.json', 'in/*'], keep_input_artifact: false },
      compress('o/a.gz'),
    ]),
    leftByPacker: ['o/a.gz'],
  },
  {
    name: 'what is kept and what is not',
    template: chains(
      compress('a.gz', { keep_input_artifact: true }),
      compress('b.gz', { keep_input_artifact: false }),
    ),
  },
  {
    name: 'false where it is forced',
    template: chains({ type: 'manifest', keep_input_artifact: false }, compress('b.tar')),
  },
  {
    name: 'a long chain',
    template: chains([
      compress('a.tar', { keep_input_artifact: true }),
      'checksum',
      { type: 'artifice', files: ['*.tar'], keep_input_artifact: false },
      'manifest',
    ]),
  },
  { name: 'an alias', template: chains({ ...local('echo $PACKER_BUILD_NAME'), name: 'say' }) },
  {
    name: '-except in a chain',
    template: chains(['manifest', compress('c.gz', { name: 'c' }), 'checksum']),
    flags: ['-except=c'],
  },
  {
    name: '-except at the beginning of a chain',
    template: chains([compress('c.gz', { name: 'c' }), 'checksum']),
    flags: ['-except=c'],
  },
  {
    name: 'only and except',
    template: {
      builders: [file, { ...file, name: 'g', target: 'in/g.txt' }],
      'post-processors': [{ type: 'manifest', only: ['g'] }, [{ ...local('echo f'), except: ['g'] }]],
    },
    flags: ['-parallel-builds=1'],
  },
  {
    name: 'for machines',
    template: chains('manifest', ['checksum', compress('x.zip')]),
    flags: ['-machine-readable'],
  },
  { name: 'an empty chain', template: chains([]) },
  {
    name: 'a manifest of another form',
    template: chains('manifest'),
    files: { 'packer-manifest.json': '{"builds":[{"name":1}]}' },
  },
  {
    name: 'a manifest that is there',
    template: chains('manifest', 'manifest'),
    files: { 'packer-manifest.json': '{"Builds":[{"name":"a<","zz":1,"custom_data":{"z":"1","b":null}}]}' },
  },
  {
    name: '-force',
    template: chains('manifest'),
    flags: ['-force'],
    files: { 'packer-manifest.json': '{"builds":[{"name":"a"}],"last_run_uuid":"x"}' },
  },
  {
    name: 'data in a manifest',
    template: {
      builders: [none],
      'post-processors': [
        {
          type: 'manifest',
          strip_time: true,
          custom_data: { a: '{{build `ID`}}{{.Nope}}<&>', b: true, c: 1.5 },
        },
      ],
    },
  },
  {
    name: 'sums in one file',
    template: chains([
      { type: 'checksum', output: 'all', checksum_types: 'md5,sha1,sha224,sha256,sha384,sha512' },
    ]),
  },
  {
    name: 'a sum file that is there',
    template: chains('checksum'),
    files: { 'packer_file_file_md5.checksum': 'before\n' },
  },
  { name: 'a sum file that cannot be', template: chains({ type: 'checksum', output: 't.json/x' }) },
  { name: 'an archive that cannot be', template: chains(compress('t.json/x')) },
  {
    name: 'a script of a post-processor',
    template: chains({
      type: 'shell-local',
      execute_command: 'echo {{.Vars}} {{.Script}}',
      inline: ['a {{build_name}}'],
      environment_vars: ['A=b', 'X={{build `ID`}}'],
    }),
  },
  ...[
    'a.tar',
    'a.tar.gz',
    'a.tgz',
    'a.zip',
    'a.gz',
    'a.lz4',
    'a.tar.lz4',
    'a.bgzf',
    'a.xz',
    'a.tar.xz',
    'a.b',
    'a.tar.GZ',
  ].map((name) => ({ name, template: chains(compress(name)) })),
  { name: 'a copied file', template: { builders: [{ type: 'file', target: 'o/t', source: 't.json' }] } },
  {
    name: 'a source that is not there',
    template: { builders: [{ type: 'file', target: 'o/t', source: 'gone' }] },
  },
  {
    name: 'a target that cannot be',
    template: { builders: [{ type: 'file', target: 't.json/x', content: 'x' }] },
  },
  {
    name: 'provisioners of a file',
    template: {
      builders: [file],
      provisioners: [
        { type: 'shell', inline: ['exit 1'] },
        { type: 'file', source: 't.json', destination: '/x' },
        local('echo {{build `ID`}}-'),
      ],
    },
  },
  { name: 'retries', template: provisioned({ ...local('exit 1'), max_retries: 2, pause_before: '10ms' }) },
  {
    name: 'retries that help',
    template: provisioned({ ...local('test -f x || { touch x; exit 1; }'), max_retries: '{{user `n`}}' }),
    flags: ['-var', 'n=1'],
  },
  {
    name: 'override',
    template: provisioned({
      ...local('echo a', 'echo b', 'echo c'),
      override: { null: { inline: ['echo x'] } },
    }),
  },
  { name: 'a timeout that is long enough', template: provisioned({ ...local('echo ok'), timeout: '1m' }) },
  {
    name: 'cleaning up',
    template: { ...provisioned(local('exit 1')), 'error-cleanup-provisioner': local('echo cleaning') },
  },
  {
    name: 'cleaning up in vain',
    template: { ...provisioned(local('exit 1')), 'error-cleanup-provisioner': local('exit 7') },
  },
  ...['abort', 'ask', 'run-cleanup-provisioner'].map((how) => ({
    name: `-on-error=${how}`,
    flags: [`-on-error=${how}`],
    template: { ...provisioned(local('exit 1')), 'error-cleanup-provisioner': local('echo c') },
  })),
  {
    name: 'generated data',
    template: provisioned({
      type: 'shell-local',
      execute_command: ['cat', '{{.Script}}'],
      inline: ['{{build `ID`}} {{build `Host`}} {{build `PackerHTTPAddr`}} {{build `User`}}'],
    }),
  },
];

describe(`Packer 1.6.6 and this tool say and make the same (${whoIsAsked})`, () => {
  const answers = answersOf<Made>('post-processors');

  test.concurrent.each(CASES)('$name', async (one) => {
    const { name, leftByPacker = [], ...question } = one;
    const theirs = await answers.of(name, JSON.stringify(question), () => built(one, 'packer'));
    const ours = await built(one, process.execPath, OURS);
    expect(ours).toEqual({
      ...theirs,
      files: theirs.files.filter(([path]) => !leftByPacker.includes(path)),
    });
  });

  test('what Packer answers is recorded', () => {
    expect(answers.settle(), RECORD).toEqual([]);
  });
});

/** What a build printed and left. */
interface Made {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly files: readonly (readonly [path: string, content: string])[];
}

async function built(one: Case, program: string, ...args: readonly string[]): Promise<Made> {
  const { template, flags = [], files = {} } = one;
  using at = site(template, files);
  const { code, stdout } = await at.run(program, [...args, 'build', '-color=false', ...flags, 't.json']);
  return { code, lines: comparable(stdout, at.folder), files: at.files() };
}

describe('the programs of the system read what compress writes', () => {
  const text = Array.from({ length: 300_000 }, (_, index) => `${index * 7919}\n`).join('');
  const readers: readonly (readonly [string, readonly string[]])[] = [
    ['a.tar', ['tar', '-xOf']],
    ['a.tar.gz', ['tar', '-xzOf']],
    ['a.tar.xz', ['tar', '-xJOf']],
    ['a.zip', ['unzip', '-p']],
    ['a.gz', ['gzip', '-dc']],
    ['a.bgzf', ['gzip', '-S', '.bgzf', '-dc']],
    ['a.lz4', ['lz4', '-dc']],
    ['a.xz', ['xz', '-dc']],
  ];
  test.concurrent.each(readers)('%s', async (name, [program = '', ...args]) => {
    if (missing(program) !== undefined) return;
    using at = site(
      { builders: [{ ...file, source: 'text', content: '' }], 'post-processors': [compress(name)] },
      { text },
    );
    expect((await at.run(process.execPath, [OURS, 'build', 't.json'])).code).toBe(0);
    expect((await at.run(program, [...args, name])).stdout === text).toBe(true);
  });
});

function site(template: Template, files: Readonly<Record<string, string>>) {
  const own = ownFolder({ 't.json': template, ...files });
  const folder = own.path;
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TMPDIR: folder,
    CHECKPOINT_DISABLE: '1',
    PACKER_CONFIG_DIR: folder,
  };
  return {
    folder,
    run: (program: string, args: readonly string[]) => runProgram(program, args, { cwd: folder, env }),
    /** Names of the files, with their contents where two tools can write the same. */
    files: () =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !`${entry.parentPath}/`.includes('/.ecs-imagebuild/'))
        .map((entry): [string, string] => [
          join(entry.parentPath, entry.name).slice(folder.length + 1),
          comparableFile(join(entry.parentPath, entry.name)),
        ])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    [Symbol.dispose]: () => own[Symbol.dispose](),
  };
}

/** The output without times, temporary names and what only this tool says: its run and a way out. */
function comparable(output: string, folder: string): readonly string[] {
  return sortedRuns(output.replaceAll(folder, 'FOLDER'))
    .split('\n')
    .filter(
      (line) =>
        !/: Run \d{8}-\d{6}-/.test(line) && !/^(\d+,,ui,error,)? {4}(?!\w+( \([\w-]+\))?: )/.test(line),
    )
    .map((line) =>
      line
        .replace(/^\d{10},/, 'NOW,')
        .replace(/packer-shell\d+/g, 'SCRIPT')
        .replace(/after \d+ .*?(seconds?|minutes?)(?=[:.]|$)/, 'after SOME TIME'),
    );
}

function comparableFile(path: string): string {
  if (!/\.(json|txt|checksum)$|\/all$/.test(path)) return '';
  return readFileSync(path, 'utf8')
    .replace(/"build_time": \d+/g, '"build_time": NOW')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
    .replace(/(compress|\.(tar|gz|zip))",\n(\s+)"size": \d+/g, '$1",\n$3"size": SIZE');
}
