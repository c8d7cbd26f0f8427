import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/template/model/template.ts';
import { prepared, provision, rig } from './rig.ts';

/** Texts as the real Packer 1.6.6 prints them for these settings. */
const refused: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  ['shell', {}, ['Either a script file or inline script must be specified.']],
  [
    'shell',
    { inline: ['a'], script: 'nope.sh', scripts: ['b'], environment_vars: ['=x', 'abc'] },
    [
      'Only one of script or scripts can be specified.',
      'Only a script file or an inline script can be specified, not both.',
      "Bad script 'nope.sh': stat nope.sh: no such file or directory",
      "Environment variable not in format 'key=value': =x",
      "Environment variable not in format 'key=value': abc",
    ],
  ],
  [
    'file',
    { direction: 'x' },
    [
      'Direction must be one of: download, upload.',
      'Source must be specified.',
      'Destination must be specified.',
    ],
  ],
  ['file', { source: 'nope', destination: 'x' }, ["Bad source 'nope': stat nope: no such file or directory"]],
  ['file', { source: '/', content: 'x', destination: 'x' }, ['source(s) conflicts with content.']],
  [
    'powershell',
    { elevated_password: 'p', debug_mode: 3, environment_vars: ['x'] },
    [
      "Must supply an 'elevated_user' if 'elevated_password' provided",
      'Either a script file or inline script must be specified.',
      "Environment variable not in format 'key=value': x",
      '3 is an invalid Trace level for `debug_mode`; valid values are 0, 1, and 2',
    ],
  ],
  ['windows-shell', {}, ['Either a script file or inline script must be specified.']],
  ['shell-local', {}, ['Command, Inline, Script and Scripts options cannot all be empty.']],
  [
    'ansible',
    {
      playbook_file: '/',
      command: '/bin/false',
      local_port: 70000,
      inventory_directory: 'x',
      galaxy_file: 'zz',
      ssh_host_key_file: 'zz',
      ssh_authorized_key_file: '/',
    },
    [
      'playbook_file: / must point to a file',
      'galaxy_file: zz is invalid: stat zz: no such file or directory',
      'ssh_authorized_key_file: / must point to a file',
      'ssh_host_key_file: zz is invalid: stat zz: no such file or directory',
      'local_port: 70000 must be a valid port',
      'inventory_directory: x is invalid: stat x: no such file or directory',
      'Error running "/bin/false --version": exit status 1',
    ],
  ],
  ['ansible', { skip_version_check: true }, ['playbook_file must be specified.']],
  [
    'ansible',
    { playbook_file: 'package.json', command: 'no-such-program' },
    [
      'Error running "no-such-program --version": exec: "no-such-program": executable file not found in $PATH',
    ],
  ],
  ['ansible-local', {}, ['Either playbook_file or playbook_files must be specified']],
  [
    'ansible-local',
    {
      playbook_file: 'package.json',
      playbook_files: ['g', '/'],
      inventory_file: 'n',
      galaxy_file: 'n',
      playbook_dir: 'package.json',
      group_vars: 'n',
      host_vars: 'n',
      playbook_paths: 'n',
      role_paths: 'n',
    },
    [
      'Either playbook_file or playbook_files can be specified, not both',
      'playbook_files: g is invalid: stat g: no such file or directory',
      'playbook_files: / must point to a file',
      'inventory_file: n is invalid: stat n: no such file or directory',
      'galaxy_file: n is invalid: stat n: no such file or directory',
      'playbook_dir: package.json must point to a directory',
      'group_vars: n is invalid: stat n: no such file or directory',
      'host_vars: n is invalid: stat n: no such file or directory',
      'playbook_paths: n is invalid: stat n: no such file or directory',
      'role_paths: n is invalid: stat n: no such file or directory',
    ],
  ],
  [
    'chef-solo',
    {
      config_template: 'n',
      cookbook_paths: ['n', 'package.json'],
      roles_path: 'n',
      data_bags_path: 'n',
      encrypted_data_bag_secret_path: '/',
      environments_path: 'n',
    },
    [
      'Bad config template path: stat n: no such file or directory',
      "Bad cookbook path 'n': stat n: no such file or directory",
      "Bad cookbook path 'package.json': it is not a directory",
      "Bad roles path 'n': stat n: no such file or directory",
      "Bad data bags path 'n': stat n: no such file or directory",
      "Bad encrypted data bag secret '/': it is a directory",
      "Bad environments path 'n': stat n: no such file or directory",
    ],
  ],
  [
    'chef-client',
    { policy_name: 'p' },
    ['server_url must be set', 'If either policy_name or policy_group are set, they must both be set.'],
  ],
  ['puppet-masterless', {}, ['A manifest_file must be specified.']],
  [
    'puppet-masterless',
    {
      hiera_config_path: '/',
      manifest_dir: 'package.json',
      manifest_file: 'n',
      module_paths: ['n', 'package.json'],
    },
    [
      'hiera_config_path must point to a file',
      'manifest_dir must point to a directory',
      'manifest_file is invalid: stat n: no such file or directory',
      'module_path[0] is invalid: stat n: no such file or directory',
      'module_path[1] must point to a directory',
    ],
  ],
  [
    'puppet-server',
    { client_cert_path: 'n', client_private_key_path: 'package.json' },
    [
      'client_cert_dir is invalid: stat n: no such file or directory',
      'client_private_key_dir must point to a directory',
    ],
  ],
  ['salt-masterless', {}, ['local_state_tree cannot be empty']],
  [
    'salt-masterless',
    {
      local_state_tree: 'package.json',
      local_pillar_roots: 'n',
      minion_config: 'package.json',
      remote_state_tree: 'x',
      grains_file: '/',
      formulas: ['a', 'b.git//x'],
    },
    [
      "local_state_tree: path 'package.json' must point to a directory",
      "Invalid formula URL. Please verify the git URLs also contain a '//' subdir",
      "local_pillar_roots: path 'n' is invalid: stat n: no such file or directory",
      'remote_state_tree and remote_pillar_roots only apply when minion_config is not used',
      "grains_file: path '/' must point to a file",
    ],
  ],
  ['inspec', {}, ['profile must be specified.']],
  [
    'inspec',
    { profile: 'x', backend: 'docker', local_port: 70000, attributes_directory: 'package.json' },
    [
      'backend: host must be specified for docker backend',
      'local_port: 70000 must be a valid port',
      'attrs: package.json must point to a directory',
    ],
  ],
  ['inspec', { profile: 'x', backend: 'zz' }, ['backend: zz must be a valid backend']],
];

/** What ends the check of a provisioner at once, as Packer prints it. */
const refusedAtOnce: readonly (readonly [string, JsonObject, string])[] = [
  ...['chef-solo', 'chef-client', 'puppet-masterless', 'puppet-server', 'salt-masterless'].map(
    (type) => [type, { guest_os_type: 'Plan9' }, 'Invalid guest_os_type: "plan9"'] as const,
  ),
  ['converge', {}, 'Converge requires a module to provision the system'],
  [
    'converge',
    { module: 'x', module_dirs: [{ source: 'a', destination: 'b' }, { source: 'a' }] },
    'Destination ("destination" key) is required in Converge module dir #1',
  ],
  [
    'converge',
    { module: 'x', module_dirs: { destination: 'a' } },
    'Source ("source" key) is required in Converge module dir #0',
  ],
  ['chef-solo', { json: 'a' }, "1 error(s) decoding:\n\n* 'Json' expected a map, got 'string'"],
  ['chef-solo', { json: [{ a: 1 }, 2] }, "1 error(s) decoding:\n\n* 'Json[1]' expected a map, got 'float64'"],
  ['puppet-server', { facter: 'x' }, "1 error(s) decoding:\n\n* 'Facter' expected a map, got 'string'"],
  [
    'ansible-local',
    { command: ['a'] },
    "1 error(s) decoding:\n\n* 'Command' expected type 'string', got unconvertible type '[]interface {}', value: '[a]'",
  ],
  [
    'puppet-server',
    { staging_directory: 'x' },
    '1 error occurred:\n\t* unknown configuration key: \'"staging_directory"\'',
  ],
];

test.each(refusedAtOnce)('%s %j is refused at once', async (type, settings, message) => {
  await expect(prepared(type, settings)).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining(message),
  });
});

test.each(refused)('%s %j is refused with all findings', async (type, settings, findings) => {
  const rows = findings.map((text) => `* ${text}`).join('\n');
  await expect(prepared(type, settings)).rejects.toMatchObject({
    code: 'config-invalid',
    message: `${findings.length} error(s) occurred:\n\n${rows}`,
  });
});

test('an execution policy that does not exist is refused', async () => {
  await expect(prepared('powershell', { inline: 'a', execution_policy: 'zz' })).rejects.toThrow(
    "1 error(s) decoding:\n\n* error decoding 'execution_policy': zz does not belong to ExecutionPolicy values",
  );
});

test('a key that no provisioner has is refused', async () => {
  await expect(prepared('sleep', { duration: '1s', name: 'x' })).rejects.toMatchObject({
    code: 'config-invalid',
  });
});

test('an unknown type is told with the nearest name, a known but unserved one with a way out', async () => {
  await expect(prepared('shel', {})).rejects.toMatchObject({
    code: 'component-unknown',
    message: "error initializing provisioner 'shel': Unknown provisioner shel",
    hint: 'Did you mean "shell"?',
  });
  await expect(prepared('hcp-sbom', {})).rejects.toMatchObject({ code: 'component-unsupported' });
});

test.each([
  ['powershell', { inline: ['a'] }],
  ['windows-shell', { inline: ['a'] }],
  ['windows-restart', {}],
])('%s without a communicator fails at once', async (type, settings) => {
  await expect(provision(type, settings, rig())).rejects.toMatchObject({
    code: 'component-unsupported',
    message: expect.stringContaining("not implemented when communicator = 'none'"),
  });
});

test('a shell script without a communicator fails at once', async () => {
  await expect(provision('shell', { inline: ['a'] }, rig())).rejects.toThrow(
    "Error uploading script: Upload is not implemented when communicator = 'none'",
  );
});

test('an override is decoded on top: lists keep their tail', async () => {
  const { scope, lines } = rig();
  const base = { inline: ['echo 1', 'echo 2', 'echo 3'] };
  await (await prepared('shell-local', base, { inline: ['echo x'] })).run(scope);
  expect(lines.slice(1)).toEqual(['stdout: x', 'stdout: 2', 'stdout: 3']);
});
