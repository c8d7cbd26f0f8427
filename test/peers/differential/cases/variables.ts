import { type Area, type Commands, type Json, NOTHING } from '../case.ts';

const show = ['echo "a=[$A] b=[$B]"'];
const shown: Json = [
  { type: 'shell-local', environment_vars: ['A={{user `a`}}', 'B={{user `b`}}'], inline: show },
];
const using = (variables: Json, more: object = {}): Json => ({
  variables,
  builders: [NOTHING],
  provisioners: shown,
  ...more,
});

const values: Readonly<Record<string, Json>> = {
  plain: { a: 'x', b: 'y' },
  'one of another': { a: '{{user `b`}}!', b: 'y' },
  'three deep': { a: '{{user `b`}}', b: '{{user `c`}}', c: '{{user `d`}}', d: 'deep' },
  itself: { a: '{{user `a`}}' },
  'in a circle': { a: '{{user `b`}}', b: '{{user `a`}}' },
  'an undefined one': { a: '{{user `zz`}}' },
  'an undefined one and a defined one': { a: '{{user `zz`}}', b: '{{user `c`}}', c: 'x' },
  'an undefined one with quotes': { a: '{{user "zz"}}' },
  required: { a: null },
  'two required': { a: null, b: null, c: 'x' },
  'a number': { a: 1 },
  'a boolean': { a: true },
  'a list': { a: ['x'] },
  'an object': { a: {} },
  'several wrong kinds': { a: 1, b: false, c: [] },
  empty: { a: '' },
  'a name with blanks': { 'a b': 'x', a: '{{user `a b`}}' },
  'a name with dots and dashes': { 'a.b-c': 'x', a: '{{user `a.b-c`}}' },
  'from the environment': { a: '{{env `GIVEN`}}', b: '{{env `NOT_GIVEN`}}' },
  'a template from the environment': { a: '{{env `TEMPLATE`}}', b: 'inner' },
  'a function': { a: '{{upper `x`}}', b: '{{lower "ABC"}}' },
  'an unknown function': { a: '{{nope}}' },
  'a field': { a: '{{ .HTTPIP }}:{{.HTTPPort}}' },
  'a field in a pipeline': { a: '{{ .HTTPIP | upper }}' },
  'a field in a condition': { a: '{{if .X}}x{{end}}' },
  build_name: { a: '{{build_name}}' },
  build_type: { a: '{{build_type}}' },
  build: { a: '{{build `ID`}}' },
  packer_version: { a: '{{packer_version}}' },
  template_dir: { a: '{{template_dir}}', b: '{{pwd}}' },
  split: { a: '{{split `a,b,c` `,` 1}}' },
  'split out of range': { a: '{{split `a` `,` 5}}' },
  'split with a string': { a: '{{split `a` `,` "1"}}' },
  replace: { a: '{{replace `a` `b` 1 `aaa`}}', b: '{{replace_all `a` `b` `aaa`}}' },
  sed: { a: '{{sed `s/a/b/` `aaa`}}' },
  'never closed': { a: '{{user `b`' },
  'empty action': { a: '{{}}' },
  'wrong arguments': { a: '{{user}}' },
  'too many arguments': { a: '{{user `a` `b`}}' },
  'a number for a string': { a: '{{upper 1}}' },
  consul: { a: '{{consul_key `x`}}' },
  'vault without token': { a: '{{vault `x` `y`}}' },
  'two wrong ones': { a: '{{nope}}', b: '{{never}}' },
  'a comment': { a: '{{/* x */}}y' },
  trimmed: { a: ' {{- `x` -}} ' },
  'letters beyond ASCII': { a: 'äöü 你好', ü: 'x' },
  'quotes and dollars': { a: `it's "quoted" $HOME`, b: '`backticks`' },
  'a long undefined one': { a: `{{user \`${'z'.repeat(90)}\`}}` },
  'isotime with a layout': { a: '{{isotime "x"}}' },
  'isotime with too many': { a: '{{isotime "a" "b"}}' },
  env: { a: '{{env}}' },
};

/** Packer tells these in an order of chance. */
const chance = ['several wrong kinds', 'two required'];

const env = { GIVEN: 'given', TEMPLATE: '{{user `b`}}' };
const both = (...flags: readonly string[]): Commands => [
  ['validate', ...flags, 't.json'],
  ['build', '-color=false', ...flags, 't.json'],
];

const files = {
  'one.json': '{"a":"one","b":"{{user `a`}}"}',
  'two.json': '{"a":"two"}',
  'null.json': '{"a":null}',
  'number.json': '{"a":1}',
  'bool.json': '{"a":true}',
  'list.json': '["a"]',
  'object.json': '{"a":{}}',
  'broken.json': '{"a":',
  'empty.json': '',
  'behind.json': '{"a":"x"} trailing',
  'twice.json': '{"a":"1","a":"2"}',
  'env.json': '{"a":"{{env `GIVEN`}}"}',
  'nothing.json': '{}',
  'plain.txt': '{"a":"txt"}',
};

const flags: Readonly<Record<string, readonly string[]>> = {
  'a value': ['-var', 'a=flag'],
  'a value with equals signs': ['-var', 'a=b=c'],
  'an empty value': ['-var', 'a='],
  'the last value': ['-var', 'a=1', '-var', 'a=2'],
  'a template': ['-var', 'a={{user `b`}}', '-var', 'b=B'],
  'an undeclared one': ['-var', 'c=x'],
  'no equals sign': ['-var', 'fruit'],
  'no equals sign, with a quote': ['-var', 'fr"uit'],
  'with equals': ['-var=a=x'],
  'a file': ['-var-file', 'one.json'],
  'two files': ['-var-file=one.json', '-var-file=two.json'],
  'a flag before a file': ['-var', 'a=flag', '-var-file=two.json'],
  'a file with null': ['-var-file=null.json'],
  'a file with a number': ['-var-file=number.json'],
  'a file with a boolean': ['-var-file=bool.json'],
  'a file of a list': ['-var-file=list.json'],
  'a file with an object': ['-var-file=object.json'],
  'a broken file': ['-var-file=broken.json'],
  'an empty file': ['-var-file=empty.json'],
  'a file with more behind it': ['-var-file=behind.json'],
  'a file with a key twice': ['-var-file=twice.json'],
  'a file with env': ['-var-file=env.json'],
  'a file with nothing': ['-var-file=nothing.json'],
  'a file of another extension': ['-var-file=plain.txt'],
  'a missing file': ['-var-file=nope.json'],
  'a missing file before a wrong flag': ['-var-file=nope.json', '-var', 'x'],
  'a missing file and a broken file': ['-var-file=nope.json', '-var-file=broken.json'],
};

const secrets: Readonly<Record<string, Json>> = {
  'are hidden': using({ a: 'topsecret', b: 'plain' }, { 'sensitive-variables': ['a'] }),
  'hide what contains them': using({ a: 'x', b: 'exit' }, { 'sensitive-variables': ['a'] }),
  'that are empty hide nothing': using({ a: '', b: 'plain' }, { 'sensitive-variables': ['a'] }),
  'of two': using({ a: 'alpha', b: 'omega' }, { 'sensitive-variables': ['a', 'b'] }),
  'in an error': {
    variables: { a: 'topsecret' },
    'sensitive-variables': ['a'],
    builders: [{ ...NOTHING, 'x-topsecret': 1 }],
  },
  'in a wrong value': {
    variables: { a: 'topsecret' },
    'sensitive-variables': ['a'],
    builders: [{ ...NOTHING, ssh_port: '{{user `a`}}' }],
  },
  'that are required': using({ a: null, b: 'x' }, { 'sensitive-variables': ['a'] }),
};

const places: Readonly<Record<string, Json>> = {
  'in a list': {
    variables: { a: 'x,y' },
    builders: [NOTHING],
    provisioners: [{ type: 'shell-local', inline: '{{user `a`}}' }],
  },
  'in a number': { variables: { a: '5' }, builders: [{ ...NOTHING, ssh_port: '{{user `a`}}' }] },
  'in a number that is none': {
    variables: { a: 'five' },
    builders: [{ ...NOTHING, ssh_port: '{{user `a`}}' }],
  },
  'in a boolean': { variables: { a: 'true' }, builders: [{ ...NOTHING, ssh_pty: '{{user `a`}}' }] },
  'in a boolean that is none': {
    variables: { a: 'ja' },
    builders: [{ ...NOTHING, ssh_pty: '{{user `a`}}' }],
  },
  'in a key': { variables: { a: 'ssh_pty' }, builders: [{ ...NOTHING, '{{user `a`}}': true }] },
  'in the type': { variables: { a: 'null' }, builders: [{ type: '{{user `a`}}', communicator: 'none' }] },
  'undefined in a builder': { builders: [{ ...NOTHING, ssh_host: '{{user `a`}}' }] },
  'env in a builder': { builders: [{ ...NOTHING, ssh_host: '{{env `HOME`}}' }] },
  'consul in a builder': { builders: [{ ...NOTHING, ssh_host: '{{consul_key `x`}}' }] },
  'vault in a builder': { builders: [{ ...NOTHING, ssh_host: '{{vault `x` `y`}}' }] },
  'aws in a builder': { builders: [{ ...NOTHING, ssh_host: '{{aws_secretsmanager `x` `y`}}' }] },
};

/** Section 2: user variables. */
export const variablesArea: Area = {
  name: 'variables',
  cases: [
    ...Object.entries(values).map(([name, variables]) => ({
      name: `value: ${name}`,
      template: using(variables),
      env,
      unordered: chance.includes(name),
      commands: [
        ['build', '-color=false', 't.json'],
        ['inspect', 't.json'],
      ],
    })),
    ...Object.entries(flags).map(([name, given]) => ({
      name: `flag: ${name}`,
      template: using({ a: 'default', b: 'b' }),
      files,
      env,
      commands: [['build', '-color=false', ...given, 't.json']],
    })),
    ...[['-var', 'a=x'], ['-var', 'a='], ['-var-file=null.json'], ['-var-file=one.json'], []].map(
      (given) => ({
        name: `required: ${given.join(' ')}`,
        template: using({ a: null }),
        files,
        env,
        commands: both(...given),
      }),
    ),
    ...Object.entries(secrets).map(([name, template]) => ({
      name: `secrets: ${name}`,
      template,
      commands: [...both(), ['inspect', 't.json'], ['inspect', '-machine-readable', 't.json']],
    })),
    ...Object.entries(places).map(([name, template]) => ({ name: `place: ${name}`, template })),
  ],
};
