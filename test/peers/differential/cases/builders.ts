import { type Area, BUILD, type Json, NOTHING, provisioned } from '../case.ts';

const named = (name: Json, more: object = {}) => ({ ...NOTHING, name, ...more });

const templates: Readonly<Record<string, Json>> = {
  'without type': { builders: [{ communicator: 'none' }] },
  'two without type': { builders: [{ a: 1 }, NOTHING, { name: 'x' }] },
  'empty type': { builders: [{ type: '' }] },
  'null type': { builders: [{ type: null }] },
  'type is a number': { builders: [{ type: 1 }] },
  'type is a boolean': { builders: [{ type: true }] },
  'type is a list': { builders: [{ type: ['null'] }] },
  'type is an object': { builders: [{ type: {} }] },
  'type in capitals': { builders: [{ Type: 'null', communicator: 'none' }] },
  'type twice': { builders: [{ type: 'null', Type: 'nope', communicator: 'none' }] },
  'unknown type': { builders: [{ type: 'nope' }] },
  'type that is almost one': { builders: [{ type: 'nul' }] },
  'type of an object prototype': { builders: [{ type: 'constructor' }, { type: '__proto__', name: 'p' }] },
  'name is a number': { builders: [named(1)] },
  'name is a boolean': { builders: [named(true), named(false)] },
  'name is a list': { builders: [named(['a'])] },
  'name is an object': { builders: [named({ a: 1 })] },
  'empty name': { builders: [named('')] },
  'null name': { builders: [named(null)] },
  'name in capitals': { builders: [{ ...NOTHING, Name: 'x' }] },
  'same name twice': { builders: [named('a'), named('a')] },
  'same type twice': { builders: [NOTHING, NOTHING] },
  'name of another type': { builders: [NOTHING, named('null')] },
  'same name three times': { builders: [named('a'), named('a'), named('a'), named('b')] },
  'names to be sorted': {
    builders: ['b', 'a', 'B', 'é', 'z-1', 'z.1', '10', '9'].map((name) => named(name)),
  },
  'name of a variable': { variables: { v: 'web' }, builders: [named('x-{{user `v`}}')] },
  'name of an unset variable': { builders: [named('{{user `v`}}')] },
  'name of a nested variable': {
    variables: { v: '{{user `w`}}-v', w: 'inner' },
    builders: [named('{{user `v`}}')],
  },
  'name with a function': { builders: [named('{{upper `abc`}}')] },
  'name with an unknown function': { builders: [named('{{nope}}')] },
  'name with build_name': { builders: [named('{{build_name}}')] },
  'name with build_type': { builders: [named('{{build_type}}')] },
  'name with env': { builders: [named('{{env `HOME`}}')] },
  'name with build': { builders: [named('{{build `ID`}}')] },
  'name with a field': { builders: [named('{{.Name}}')] },
  'name that is never closed': { builders: [named('{{user `v`')] },
  'name with the version': { builders: [named('p{{packer_version}}')] },
  'name with blanks': { builders: [named(' a b ')] },
  'name with a line feed': { builders: [named('a\nb')] },
  'long name': { builders: [named('x'.repeat(100), { zz: 1 })] },
  'unknown keys': { builders: [{ ...NOTHING, zz: 1, aa: 2, Zz: 3 }] },
  'unknown keys of two builders': { builders: [named('b', { zz: 1 }), named('a', { yy: 1 })] },
  'comment in a builder': { builders: [{ ...NOTHING, _comment: 'x' }] },
  'key that needs quoting': { builders: [{ ...NOTHING, 'a"b': 1, 'c\\d': 1, 'e\nf': 1, ü: 1, '': 1 }] },
  'key of Packer': { builders: [{ ...NOTHING, packer_debug: true, packer_zz: 1 }] },
  'unknown type and wrong settings': { builders: [{ type: 'nope', name: 'b' }, named('a', { zz: 1 })] },
  'several wrong builders': {
    builders: [{ type: 'zz1', name: 'c' }, { type: 'zz2', name: 'a' }, named('b', { zz: 1 })],
  },
  'retired keys': {
    builders: [
      { ...NOTHING, iso_md5: 'x', ssh_key_path: 'x', ssh_wait_timeout: '1m', ssh_disable_agent: true },
    ],
  },
  'retired keys of old machines': {
    builders: [
      {
        ...NOTHING,
        ssh_host_port_min: 1,
        ssh_host_port_max: 2,
        ssh_skip_nat_mapping: true,
        iso_checksum_type: 'x',
      },
    ],
  },
};

const builds: Readonly<Record<string, Json>> = {
  one: { builders: [NOTHING] },
  'one with a name': { builders: [named('web')] },
  'a rendered name': { variables: { v: 'web' }, builders: [named('{{user `v`}}-{{upper `x`}}')] },
  'one that is right and one that is wrong': { builders: [named('good'), named('bad', { zz: 1 })] },
  'only wrong ones': { builders: [named('bad', { zz: 1 })] },
  'of an unknown type beside a right one': { builders: [named('good'), { type: 'zzzz', name: 'worse' }] },
};

const selections: Readonly<Record<string, readonly string[]>> = {
  'only one': ['-only=a'],
  'only two': ['-only=a,b'],
  'only twice': ['-only=a', '-only=c'],
  'only nothing that is there': ['-only=nope'],
  'only with a glob': ['-only=*'],
  'only in capitals': ['-only=A'],
  'only with blanks': ['-only=a, b'],
  'except one': ['-except=a'],
  'except all': ['-except=a,b,c'],
  'only and except': ['-only=a,b', '-except=b'],
  'only empty': ['-only='],
  'except empty': ['-except='],
  'flags apart from their values': ['-only', 'b'],
  'two dashes': ['--only', 'b', '--except=b'],
};

/** Section 1.3: builders, their names, and which of them are built. */
export const buildersArea: Area = {
  name: 'builders',
  cases: [
    ...Object.entries(templates).map(([name, template]) => ({ name, template })),
    ...Object.entries(builds).map(([name, template]) => ({
      name: `build: ${name}`,
      template,
      commands: BUILD,
    })),
    ...Object.entries(selections).map(([name, flags]) => ({
      name: `selection: ${name}`,
      template: { builders: ['c', 'a', 'b'].map((one) => named(one)) },
      commands: [
        ['validate', ...flags, 't.json'],
        ['build', '-color=false', '-parallel-builds=1', ...flags, 't.json'],
      ],
    })),
    {
      name: 'selection: by the rendered name',
      template: { variables: { v: 'web' }, builders: [named('x-{{user `v`}}'), named('y', { zz: 1 })] },
      commands: [
        ['validate', '-only=x-web', 't.json'],
        ['validate', '-only=x-{{user `v`}}', 't.json'],
        ['validate', '-except=y', 't.json'],
      ],
    },
    {
      name: 'provisioners name the raw name',
      template: {
        variables: { v: 'web' },
        builders: [named('x-{{user `v`}}')],
        provisioners: [{ type: 'shell-local', only: ['x-{{user `v`}}'], inline: ['echo raw'] }],
      },
      commands: BUILD,
    },
    {
      name: 'provisioners do not name the rendered name',
      template: {
        variables: { v: 'web' },
        builders: [named('x-{{user `v`}}')],
        provisioners: [{ type: 'shell-local', only: ['x-web'], inline: ['echo raw'] }],
      },
      commands: BUILD,
    },
    {
      name: 'prints what it does',
      template: provisioned({ type: 'shell-local', inline: ['echo hello'] }),
      commands: BUILD,
    },
  ],
};
