import { type Area, type Case, type Json, NOTHING, provisioned } from '../case.ts';

/** Values of every kind that JSON has, and texts that look like another kind. */
const values: readonly Json[] = [
  '',
  'x',
  '1',
  '0',
  '-1',
  '0x10',
  '010',
  '0o17',
  '0b1',
  '1.5',
  '1e3',
  ' 1',
  '1_0',
  'true',
  'T',
  'false',
  'yes',
  'no',
  '5m',
  '1h30m',
  '300ms',
  '-1s',
  '1.5h',
  '5',
  '5x',
  'a,b',
  '1,2',
  ',',
  '99999999999999999999',
  0,
  1,
  -1,
  1.5,
  1e21,
  2 ** 53 + 2,
  true,
  false,
  null,
  [],
  ['a'],
  [1, 2],
  ['a', 1],
  [true],
  [['a']],
  [{}],
  [null],
  {},
  { a: 1 },
];

/** Names of builders in the order of the values, which is that of the output. */
const name = (index: number): string => `value-${String(index).padStart(2, '0')}`;

/** One template for all values: a builder for each of them. */
const inBuilders = (base: { readonly [key: string]: Json }, key: string): Json => ({
  builders: values.map((value, index) => ({ ...base, name: name(index), [key]: value })),
});

/** One template for all values: a provisioner for each of them, and a builder to run it. */
const inProvisioners = (base: { readonly [key: string]: Json }, key: string): Json => ({
  builders: values.map((_, index) => ({ ...NOTHING, name: name(index) })),
  provisioners: values.map((value, index) => ({ ...base, only: [name(index)], [key]: value })),
});

const shell = { type: 'shell', inline: ['x'] };
const ecs = {
  type: 'alicloud-ecs',
  access_key: 'LTAI-1',
  secret_key: 'secret-1',
  region: 'cn-hangzhou',
  ssh_username: 'root',
  source_image: 'x.vhd',
  instance_type: 'ecs.g6.large',
  internet_max_bandwidth_out: 5,
  image_name: 'web',
};

/** Settings of every kind. */
const kinds: Readonly<Record<string, Json>> = {
  'string ssh_host': inBuilders(NOTHING, 'ssh_host'),
  'bool ssh_pty': inBuilders(NOTHING, 'ssh_pty'),
  'int ssh_port': inBuilders(NOTHING, 'ssh_port'),
  'duration ssh_timeout': inBuilders(NOTHING, 'ssh_timeout'),
  'list ssh_ciphers': inBuilders(NOTHING, 'ssh_ciphers'),
  'unknown key': inBuilders(NOTHING, 'zz'),
  'list of numbers valid_exit_codes': inProvisioners(shell, 'valid_exit_codes'),
  'string inline_shebang': inProvisioners(shell, 'inline_shebang'),
  'string execute_command': inProvisioners(shell, 'execute_command'),
  'bool binary': inProvisioners(shell, 'binary'),
  'duration pause_after': inProvisioners(shell, 'pause_after'),
  'list environment_vars': inProvisioners(shell, 'environment_vars'),
  'list inline': inProvisioners({ type: 'shell' }, 'inline'),
  'list execute_command of shell-local': inProvisioners(
    { type: 'shell-local', inline: ['x'] },
    'execute_command',
  ),
  'duration of sleep': inProvisioners({ type: 'sleep' }, 'duration'),
  'bool disable of breakpoint': inProvisioners({ type: 'breakpoint' }, 'disable'),
  'bool generated of file': inProvisioners({ type: 'file', source: 't.json', destination: 'x' }, 'generated'),
  'list sources of file': inProvisioners({ type: 'file', destination: 'x' }, 'sources'),
  'int debug_mode of powershell': inProvisioners({ type: 'powershell', inline: ['x'] }, 'debug_mode'),
  'policy of powershell': inProvisioners({ type: 'powershell', inline: ['x'] }, 'execution_policy'),
  'duration of windows-restart': inProvisioners({ type: 'windows-restart' }, 'restart_timeout'),
  'trilean io_optimized': inBuilders(ecs, 'io_optimized'),
  'bool associate_public_ip_address': inBuilders(ecs, 'associate_public_ip_address'),
  'string image_version': inBuilders(ecs, 'image_version'),
  'list image_copy_regions': inBuilders(ecs, 'image_copy_regions'),
  'map tags': inBuilders(ecs, 'tags'),
  'structs image_disk_mappings': inBuilders(ecs, 'image_disk_mappings'),
  'struct system_disk_mapping': inBuilders(ecs, 'system_disk_mapping'),
};

/** What comes out, not only whether it is taken. */
const printed = (what: string, settings: { readonly [key: string]: Json }): Case => ({
  name: `printed: ${what}`,
  template: provisioned({ type: 'shell-local', inline: ['printf "[%s]\\n" "$X"'], ...settings }),
  commands: [['build', '-color=false', 't.json']],
});

/** Section 4: what is taken for what. */
export const coercionArea: Area = {
  name: 'coercion',
  cases: [
    ...Object.entries(kinds).map(([kind, template]) => ({
      name: kind,
      template,
      commands: [['validate', 't.json']],
    })),
    {
      name: 'a list in a map',
      template: { builders: [{ ...ecs, tags: { c: ['d'] } }] },
      commands: [['validate', 't.json']],
    },
    printed('a list from a string', { inline: 'echo one,echo two' }),
    printed('a list from an empty string', { inline: '' }),
    printed('a list with an empty item', { inline: 'echo one,,echo two' }),
    printed('a fraction as text', { environment_vars: ['X=1.50'] }),
    printed('a format of variables', { environment_vars: ['X=1'], env_var_format: '%s=%s ' }),
    printed('exit codes from a string', { inline: ['exit 7'], valid_exit_codes: '0,7' }),
    printed('exit codes from one number', { inline: ['exit 7'], valid_exit_codes: 7 }),
    printed('exit codes that do not fit', { inline: ['exit 7'], valid_exit_codes: ['0', '0x8', '010'] }),
    printed('a command from a number', { inline: null, command: 1 }),
    printed('a command from a boolean', { inline: null, command: true }),
    printed('a command from a fraction', { inline: null, command: 1.5 }),
    printed('a command from a large number', { inline: null, command: 1e21 }),
    printed('inline from an object', { inline: {} }),
    printed('inline of an object', { inline: { a: 1 } }),
  ],
};
