import { type Area, type Case, type Commands, echoing, type Json, NOTHING } from '../case.ts';

const template = echoing('hello');
const two: Json = {
  builders: [
    { ...NOTHING, name: 'a' },
    { ...NOTHING, name: 'b' },
  ],
  provisioners: [{ type: 'shell-local', inline: ['echo out', 'echo err >&2'] }],
};

const one = (name: string, commands: Commands, more: Partial<Case> = {}): Case => ({
  name,
  template,
  commands,
  ...more,
  unordered: more.template === two,
});

/** Called with help or a mistake, the tools print a usage that is their own; only how they end is compared. */
const usages: readonly (readonly string[])[] = [
  [],
  ['nope'],
  ['help'],
  ['-h'],
  ['--help'],
  ['build'],
  ['build', '-h'],
  ['validate'],
  ['validate', '--help'],
  ['validate', 'a', 'b'],
  ['inspect', '-h'],
  ['inspect', 'a', 'b'],
  ['build', '-nope', 't.json'],
  ['build', '-parallel-builds=x', 't.json'],
  ['build', '-on-error=nope', 't.json'],
  ['build', '-color', 'false', 't.json'],
  ['build', '-parallel', 't.json'],
  ['build', '-color=maybe', 't.json'],
  ['build', '-only'],
  ['validate', '-syntax-only=x', 't.json'],
  ['validate', '-force', 't.json'],
  ['-color=false', 'build', 't.json'],
  ['version', 'x'],
  ['-v'],
  ['-version'],
  ['--version'],
  ['fix'],
  ['fix', 'a', 'b'],
  ['fix', '-nope', 't.json'],
  ['fix', '-config-type=x'],
  ['validate', '-var', 'novalue', 't.json'],
  ['console', '-parallel-builds=1'],
  ['console', '-h'],
];

const builds: readonly Case[] = [
  one('colours', [['build', 't.json']]),
  one('no colours', [['build', '-color=false', 't.json']]),
  one('no colours by the environment', [['build', 't.json']], { env: { PACKER_NO_COLOR: '0' } }),
  one('several builds one after the other', [['build', '-parallel-builds=1', 't.json']], { template: two }),
  one('two dashes', [['build', '--color=false', '--parallel-builds', '1', 't.json']], { template: two }),
  one('machine readable', [['build', '-machine-readable', '-parallel-builds=1', 't.json']], {
    template: two,
  }),
  one('machine readable before the command', [['-machine-readable', 'build', 't.json']]),
  one('machine readable behind the template', [['build', 't.json', '-machine-readable']]),
  one('machine readable with a failure', [['build', '-machine-readable', 't.json']], {
    template: { builders: [NOTHING], provisioners: [{ type: 'shell-local', inline: ['echo a,b; exit 3'] }] },
  }),
  one('machine readable with mistakes', [['validate', '-machine-readable', 't.json']], {
    template: { builders: [{ ...NOTHING, zz: 1 }] },
  }),
  one('machine readable that cannot be parsed', [['validate', '-machine-readable', 't.json']], {
    template: [],
  }),
  one('machine readable version', [['version', '-machine-readable']]),
  one('timestamps', [['build', '-color=false', '-timestamp-ui', 't.json']], { template: two }),
  one('debug', [['build', '-color=false', '-debug', 't.json']]),
  one('force', [['build', '-color=false', '-force', 't.json']]),
  one('end of flags', [['build', '-color=false', '--', 't.json']]),
  one('a negative number of builds', [['build', '-color=false', '-parallel-builds=-1', 't.json']]),
  one('standard input', [['build', '-color=false', '-']], { stdin: JSON.stringify(template) }),
  ...(['inspect', 'fix', 'validate'] as const).map((command) =>
    one(`machine readable ${command}`, [[command, '-machine-readable', 't.json']], { template: two }),
  ),
  one('machine readable console', [['console', '-machine-readable', 't.json']], {
    stdin: '{{upper `a,b`}}\n{{nope}}\n',
  }),
  one(
    'standard input of other commands',
    [
      ['validate', '-'],
      ['inspect', '-'],
      ['validate', '-syntax-only', '-'],
    ],
    {
      stdin: JSON.stringify(two),
    },
  ),
  one(
    'standard input that is empty',
    [
      ['build', '-'],
      ['validate', '-'],
      ['inspect', '-'],
    ],
    { stdin: '' },
  ),
  one(
    'standard input with variables',
    [
      ['build', '-color=false', '-var', 'a=1', '-'],
      ['validate', '-only=b', '-'],
    ],
    {
      stdin: JSON.stringify({
        variables: { a: null },
        builders: [NOTHING],
        provisioners: [{ type: 'shell-local', inline: ['echo {{user `a`}} {{build_name}}'] }],
      }),
    },
  ),
  one('a folder for a template', [
    ['build', '.'],
    ['validate', '.'],
    ['inspect', '.'],
    ['fix', '.'],
  ]),
  one('a path in other ways', [
    ['validate', './t.json'],
    ['validate', '../native/t.json', '-x'],
    ['validate', ''],
  ]),
  one('flags given twice', [
    [
      'build',
      '-color=false',
      '-color=true',
      '-color=false',
      '-parallel-builds=3',
      '-parallel-builds=1',
      't.json',
    ],
    ['validate', '-var', 'a=1', '-var', 'a=2', '-var=b=', 't.json'],
    ['validate', '-var-file=no.json', '-var-file=nope.json', 't.json'],
    ['build', '-color=0', '-debug=false', '-force=T', '-timestamp-ui=F', 't.json'],
    ['validate', '-syntax-only=1', 't.json'],
    ['validate', '---syntax-only', 't.json'],
    ['validate', '-', '-syntax-only'],
    ['build', '-on-error', 'abort', '-color', 't.json'],
    ['build', '-parallel-builds=0x2', '-color=false', 't.json'],
    ['build', '-parallel-builds=1_0', '-color=false', 't.json'],
    ['build', '-parallel-builds=9223372036854775808', '-color=false', 't.json'],
    ['build', '-parallel-builds=', 't.json'],
    ['validate', '-config-type=xml', 't.json'],
    ['validate', '-config-type=', 't.json'],
    ['build', '-=x', 't.json'],
    ['build', '-var', '=x', 't.json'],
    ['build', '-var', 'x', 't.json'],
    ['build', '-var-file', 't.json', 't.json'],
    ['build', '-machine-readable=true', 't.json'],
    ['build', '--machine-readable', 't.json'],
    ['fix', '-validate=x', 't.json'],
    ['console', 'a', 'b'],
    ['inspect'],
  ]),
  one('config type', [['validate', '-config-type=json', 't.json']]),
];

const variables = { zz: 'last', a: '', long_name: 'x', b: null, secret: 'hidden' };
const inspected: Readonly<Record<string, Json>> = {
  nothing: {},
  builders: { builders: [NOTHING, { ...NOTHING, name: 'b' }, { type: 'anything', name: 'a' }] },
  variables: { builders: [NOTHING], variables, 'sensitive-variables': ['secret'] },
  'one required variable': { variables: { a: null } },
  'a description': { description: 'What\nit is', builders: [NOTHING] },
  'a description with line feeds at its ends': { description: '\n x \n', builders: [NOTHING] },
  provisioners: { builders: [NOTHING], provisioners: [{ type: 'b' }, { type: 'a' }, { type: 'b' }] },
  'post-processors are not shown': { builders: [NOTHING], 'post-processors': ['x'] },
  'raw names': { builders: [{ ...NOTHING, name: '{{user `x`}}' }], variables: { x: 'y' } },
  'values of several lines': { variables: { a: 'one\ntwo', b: 'x,y' }, builders: [NOTHING] },
  'names of other letters': { variables: { ä: '1', 'a b': '2', 你好: '3' }, builders: [NOTHING] },
  'what would not be valid': {
    builders: [{ type: 'nope', zz: 1 }],
    provisioners: [{ type: 'nope', only: ['x'] }],
  },
};

/** Section 9. */
export const commandLineArea: Area = {
  name: 'command-line',
  cases: [
    ...usages.map((argv) => one(`usage: ${argv.join(' ')}`, [argv])),
    ...builds,
    ...Object.entries(inspected).map(([name, shown]) =>
      one(
        `inspect: ${name}`,
        [
          ['inspect', 't.json'],
          ['inspect', '-machine-readable', 't.json'],
        ],
        { template: shown },
      ),
    ),
    one('inspect without a template', [['inspect']]),
  ],
};
