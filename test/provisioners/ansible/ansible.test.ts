import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localTool } from '../local-tool.ts';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
let tool: ReturnType<typeof localTool>;
beforeAll(async () => {
  guest = await toolGuest([], {
    'site.yml': 'play',
    inventory: 'mine',
    'galaxy.yml': 'roles: []\ncollections: []\n',
    'vars/x': '',
  });
  tool = localTool(guest.folder);
});
afterAll(() => guest.dispose());

const run = (settings: Readonly<Record<string, unknown>> = {}) => {
  const all = { type: 'ansible', playbook_file: '@/site.yml', command: tool.program, ...settings };
  return guest.run(JSON.parse(JSON.stringify(all)));
};

/** Paths of a call without what is different in each run. */
const shown = (args: readonly string[]) =>
  args.map((arg) =>
    arg
      .replace(/(ansible-key|packer-provisioner-ansible)\d+/, '$1N')
      .replaceAll(guest.folder, '@')
      .replaceAll(`${tmpdir()}/`, '/tmp/'),
  );

test('reaches the guest through the proxy, as the inventory and the key say, and leaves no file', async () => {
  const { failure, lines } = await run({
    groups: ['web'],
    empty_groups: ['db'],
    user: 'me',
    host_alias: 'box',
  });
  expect(failure).toBeUndefined();
  const [call] = tool.calls();
  const line = /^box ansible_host=127\.0\.0\.1 ansible_user=me ansible_port=\d+\n/.exec(
    call?.inventory ?? '',
  )?.[0];
  expect(call?.inventory).toBe(`${line}[web]\n${line}[db]\n`);
  expect(call?.guest).toEqual({ stdout: 'through\n', code: 5 });
  expect(call?.keyMode).toBe('600');
  expect(call?.env).toMatchObject({ ANSIBLE_HOST_KEY_CHECKING: 'False', ANSIBLE_SCP_IF_SSH: 'True' });
  expect(shown(call?.args ?? [])).toEqual([
    '-e',
    'packer_build_name="null"',
    '-e',
    'packer_builder_type=null',
    '--ssh-extra-args',
    "'-o IdentitiesOnly=yes'",
    '-e',
    'ansible_ssh_private_key_file=/tmp/ansible-keyN',
    '-i',
    '/tmp/packer-provisioner-ansibleN',
    '@/site.yml',
  ]);
  expect(lines.slice(-2).sort()).toEqual(['stdout: tool ran', 'stdout: tool warned']);
  for (const path of [call?.args.at(-2), call?.args.at(-4)?.split('=')[1]])
    expect(existsSync(path ?? '/')).toBe(false);
});

test('settings are rendered with what is known while the build runs', async () => {
  await run({
    ansible_env_vars: ['TOOL_ID={{build `ID`}}'],
    extra_arguments: ['-v', '--extra-vars', 'id={{build `ID`}}'],
    inventory_file_template:
      '{{ .HostAlias }} host={{ .Host }} user={{ .User }} port={{ .Port }} id={{ .ID }}\n',
    use_sftp: true,
    ansible_ssh_extra_args: ['-o A=b'],
  });
  const [call] = tool.calls();
  expect(call?.env).toEqual({ ANSIBLE_HOST_KEY_CHECKING: 'False', TOOL_ID: 'Null' });
  expect(call?.args.slice(4, 9)).toEqual(['--ssh-extra-args', "'-o A=b'", '-v', '--extra-vars', 'id=Null']);
  expect(call?.inventory).toMatch(/^default host=127\.0\.0\.1 user=\S+ port=\d+ id=Null\n$/);
  expect(call?.guest?.code).toBe(5);
});

test('without the proxy the guest’s own address, user and key are given', async () => {
  const { lines } = await run({ use_proxy: false });
  const [call] = tool.calls();
  expect(call?.inventory).toContain(`ansible_user=root ansible_port=${guest.comm.data['Port']}\n`);
  expect(call?.guest).toEqual({ stdout: 'through\n', code: 5 });
  expect(lines[1]).toContain('Not using Proxy adapter for Ansible run');
});

test('an inventory of one’s own is used and kept; a made one is kept when asked', async () => {
  await run({ inventory_file: '@/inventory' });
  expect(tool.calls()[0]?.inventory).toBe('mine');
  expect(existsSync(`${guest.folder}/inventory`)).toBe(true);
  await run({ keep_inventory_file: true, inventory_directory: '@/vars' });
  const path = tool.calls()[0]?.args.at(-2) ?? '';
  expect(dirname(path)).toBe(`${guest.folder}/vars`);
  expect(readFileSync(path, 'utf8')).toContain(`ansible_user=${userInfo().username}`);
  rmSync(path);
});

test('Galaxy installs what the file asks for, before Ansible runs', async () => {
  await run({
    galaxy_file: '@/galaxy.yml',
    galaxy_command: tool.program,
    galaxy_force_install: true,
    roles_path: 'r',
    collections_path: 'c',
  });
  expect(tool.calls().map(({ args }) => shown(args).slice(0, 8))).toEqual([
    ['install', '-r', '@/galaxy.yml', '-f', '-p', 'r'],
    ['collection', 'install', '-r', '@/galaxy.yml', '-f', '-p', 'c'],
    expect.arrayContaining(['packer_builder_type=null']),
  ]);
});

test('an Ansible that fails, and one that is not there, fail the build', async () => {
  const failed = await run({ ansible_env_vars: ['TOOL_EXIT=4'] });
  expect(failed.failure).toBe('Error executing Ansible: Non-zero exit status: exit status 4');
  const missing = await run({ command: 'no-such-ansible', skip_version_check: true });
  expect(missing.failure).toBe(
    'Error executing Ansible: exec: "no-such-ansible": executable file not found in $PATH',
  );
});
