import { type Area, type Json, NOTHING, processed } from '../case.ts';

const shell = (more: object = {}): Json => ({ type: 'shell-local', inline: ['echo post'], ...more });
const two: Json = [
  { ...NOTHING, name: 'a' },
  { ...NOTHING, name: 'b' },
];

/** What is wrong with the structure; no post-processor has to be there for it. */
const structures: Readonly<Record<string, Json>> = {
  'a number': processed(1),
  null: processed(null),
  true: processed(true),
  'a list in a list': processed([['manifest']]),
  'a number in a chain': processed(['manifest', 1]),
  'null in a chain': processed([null]),
  'without type': processed({}),
  'without type in a chain': processed(['manifest', {}]),
  'empty string': processed(''),
  'type is a number': processed({ type: 1 }),
  'type is null': processed({ type: null }),
  'empty chain': processed([]),
  'no chain at all': processed(),
  'only is a string': processed({ type: 'manifest', only: 'null' }),
  'only is a number': processed({ type: 'manifest', only: 1 }),
  'only of a stranger': processed({ type: 'manifest', only: ['nope'] }),
  'except of a stranger': processed(['manifest', { type: 'manifest', except: ['nope'] }]),
  'only and except': processed({ type: 'manifest', only: ['null'], except: ['null'] }),
  'keep is a string': processed({ type: 'manifest', keep_input_artifact: 'true' }),
  'keep is a number': processed({ type: 'manifest', keep_input_artifact: 1 }),
  'name is a number': processed({ type: 'manifest', name: 1 }),
  'several mistakes': processed({ type: 'manifest', only: 'x', keep_input_artifact: 'x', name: [] }),
  'mistakes in several': processed(1, {}, [1, {}], [[]]),
  'unknown type': processed('nope'),
  'unknown type that is skipped': { builders: two, 'post-processors': [{ type: 'nope', only: ['a'] }] },
};

const settings: Readonly<Record<string, Json>> = {
  manifest: processed('manifest'),
  'manifest with an unknown key': processed({ type: 'manifest', zz: 1 }),
  'manifest with its old key': processed({ type: 'manifest', filename: 'x' }),
  'manifest with data that is no map': processed({ type: 'manifest', custom_data: 'x' }),
  'manifest with data that is no text': processed({
    type: 'manifest',
    custom_data: { a: 1, b: true, c: null },
  }),
  'manifest with an unknown function': processed({ type: 'manifest', custom_data: { a: '{{nope}}' } }),
  'manifest with an unknown build key': processed({
    type: 'manifest',
    custom_data: { a: '{{build `Nope`}}' },
  }),
  'manifest with a wrong type': processed({ type: 'manifest', output: ['x'], strip_path: 'maybe' }),
  checksum: processed('checksum'),
  'checksum of an unknown kind': processed({ type: 'checksum', checksum_types: ['crc'] }),
  'checksum of several unknown kinds': processed({
    type: 'checksum',
    checksum_types: ['crc', 'sha1', 'MD5'],
  }),
  'checksum with a template that is wrong': processed({ type: 'checksum', output: '{{.Nope' }),
  'checksum with an unknown function': processed({ type: 'checksum', output: '{{nope}}' }),
  'checksum with an unknown key': processed({ type: 'checksum', zz: 1 }),
  compress: processed('compress'),
  'compress with a template that is wrong': processed({ type: 'compress', output: '{{.Nope' }),
  'compress with a format': processed({ type: 'compress', output: 'x', format: 'zip' }),
  'compress with levels': processed({ type: 'compress', output: 'x.tar.gz', compression_level: 12 }),
  'compress with a level that is no number': processed({ type: 'compress', compression_level: 'x' }),
  'compress with an unknown key': processed({ type: 'compress', zz: 1 }),
  'artifice without files': processed('artifice'),
  'artifice with no files': processed({ type: 'artifice', files: [] }),
  'artifice with files': processed({ type: 'artifice', files: ['x*'] }),
  'artifice with an unknown key': processed({ type: 'artifice', files: ['x'], zz: 1 }),
  'shell-local without commands': processed('shell-local'),
  'shell-local with all of them': processed({
    type: 'shell-local',
    inline: ['x'],
    script: 'x',
    command: 'x',
  }),
  'shell-local with a missing script': processed({ type: 'shell-local', script: 'nope.sh' }),
  'shell-local on a stranger': processed(shell({ only_on: ['amiga'] })),
  'shell-local with a wrong variable': processed(shell({ environment_vars: ['=x'] })),
  'alicloud-import without anything': processed('alicloud-import'),
  'alicloud-import without bucket': processed({
    type: 'alicloud-import',
    access_key: 'LTAI-1',
    secret_key: 'secret-1',
    region: 'cn-hangzhou',
    image_name: 'x',
  }),
  'alicloud-import with an unknown key': processed({
    type: 'alicloud-import',
    access_key: 'LTAI-1',
    secret_key: 'secret-1',
    region: 'cn-hangzhou',
    zz: 1,
  }),
  'mistakes of two': processed({ type: 'manifest', zz: 1 }, { type: 'checksum', zz: 1 }),
};

const fileBuilder = (more: object = {}): Json => ({
  type: 'file',
  target: 'out.txt',
  content: 'hello',
  ...more,
});
const fromFile = (...processors: readonly Json[]): Json => ({
  builders: [fileBuilder()],
  'post-processors': processors,
});

const builds: Readonly<Record<string, Json>> = {
  'shell-local': processed(shell()),
  'shell-local that fails': processed(shell({ inline: ['exit 3'] })),
  'shell-local in a chain': processed([shell(), shell({ inline: ['echo second'] })]),
  'shell-local in two chains': processed(shell(), shell({ inline: ['echo other'] })),
  'shell-local with a name': processed(shell({ name: 'told' })),
  'shell-local for one build only': { builders: two, 'post-processors': [shell({ only: ['a'] })] },
  'shell-local sees its build': processed(
    shell({ inline: ['echo $PACKER_BUILD_NAME $PACKER_BUILDER_TYPE'] }),
  ),
  'shell-local with an execute_command of one': processed(
    shell({ execute_command: ['{{.Vars}} {{.Script}}'] }),
  ),
  'a failure ends its chain only': processed(
    [shell({ inline: ['exit 1'] }), shell()],
    shell({ inline: ['echo other'] }),
  ),
  'manifest of nothing': processed('manifest'),
  'manifest with data': processed({
    type: 'manifest',
    output: 'm.json',
    strip_path: true,
    strip_time: true,
    custom_data: { b: '{{build `ID`}}', a: '1 < 2 & 3', n: 5, t: true },
  }),
  'manifest in two folders': processed({ type: 'manifest', output: 'deep/er/m.json' }),
  'manifest twice': processed('manifest', { type: 'manifest', strip_time: true }),
  'manifest then shell-local': processed('manifest', shell()),
  'manifest of a file': fromFile({ type: 'manifest', strip_time: true }),
  'checksums of a file': fromFile({
    type: 'checksum',
    checksum_types: ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'],
  }),
  'checksum with an output': fromFile({
    type: 'checksum',
    output: 'sums/{{.BuildName}}-{{.ChecksumType}}.txt',
  }),
  'checksum of nothing': processed('checksum'),
  'checksum then manifest': fromFile(['checksum', { type: 'manifest', strip_time: true }]),
  'artifice of other files': {
    builders: [fileBuilder()],
    'post-processors': [
      [
        { type: 'artifice', files: ['*.txt', 'nope*'] },
        { type: 'manifest', strip_time: true },
      ],
    ],
  },
  'artifice that does not keep': fromFile({
    type: 'artifice',
    files: ['t.json'],
    keep_input_artifact: false,
  }),
  'compress to zip': fromFile({ type: 'compress', output: 'x.zip' }),
  'compress to tar': fromFile({ type: 'compress', output: 'x.tar' }),
  'compress of nothing': processed({ type: 'compress', output: 'x.gz' }),
  'compress that keeps': fromFile({ type: 'compress', output: 'x.zip', keep_input_artifact: true }),
  'checksum then compress': fromFile(['checksum', { type: 'compress', output: 'x.zip' }]),
  'a first one that fails takes the artifact along': fromFile(shell({ inline: ['exit 1'] })),
  'a keeper saves it': fromFile({ type: 'manifest', strip_time: true }, shell({ inline: ['exit 1'] })),
  'chains that are all skipped keep it': {
    builders: [fileBuilder(), { ...NOTHING, name: 'other' }],
    'post-processors': [{ type: 'compress', output: 'x.zip', only: ['other'] }],
  },
};

/** Sections 1.5 and 7. */
export const postProcessorsArea: Area = {
  name: 'post-processors',
  cases: [
    ...Object.entries(structures).map(([name, template]) => ({ name: `structure: ${name}`, template })),
    ...Object.entries(settings).map(([name, template]) => ({
      name: `settings: ${name}`,
      template,
    })),
    ...Object.entries(builds).map(([name, template]) => ({
      name: `build: ${name}`,
      template,
      commands: [['build', '-color=false', '-parallel-builds=1', 't.json']],
    })),
    {
      name: 'except drops the rest of a chain',
      template: processed(
        [shell({ name: 'one' }), shell({ name: 'two', inline: ['echo 2'] })],
        shell({ inline: ['echo 3'] }),
      ),
      commands: [
        ['build', '-color=false', '-except=two', 't.json'],
        ['build', '-color=false', '-except=one', 't.json'],
        ['build', '-color=false', '-except=shell-local', 't.json'],
        ['build', '-color=false', '-only=null', 't.json'],
      ],
    },
    {
      name: 'manifest with force drops what was there',
      template: processed({ type: 'manifest', strip_time: true }),
      commands: [
        ['build', '-color=false', 't.json'],
        ['build', '-color=false', 't.json'],
        ['build', '-color=false', '-force', 't.json'],
      ],
    },
    {
      name: 'manifest that is no manifest',
      template: processed({ type: 'manifest' }),
      files: { 'packer-manifest.json': 'text' },
      commands: [['build', '-color=false', 't.json']],
    },
    {
      name: 'machine readable',
      template: fromFile({ type: 'manifest', strip_time: true }),
      commands: [['build', '-machine-readable', 't.json']],
    },
  ],
};
