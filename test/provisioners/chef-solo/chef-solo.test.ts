import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['chef-solo'], {
    'cookbooks/web/recipes/default.rb': 'package "nginx"',
    'roles/web.json': '{}',
    'environments/test.json': '{}',
    'solo.rb.tpl': 'cookbook_path [{{.CookbookPaths}}]{{if .HasRolesPath}} roles{{end}} {{.ChefLicense}}',
  });
});
afterAll(() => guest.dispose());

test('uploads cookbooks, configuration and attributes, and runs chef-solo on them', async () => {
  const { lines, failure } = await guest.run({
    type: 'chef-solo',
    skip_install: true,
    staging_directory: '/tmp/chef',
    chef_environment: 'test',
    cookbook_paths: ['@/cookbooks'],
    roles_path: '@/roles/',
    environments_path: '@/environments',
    remote_cookbook_paths: ['/var/chef'],
    run_list: ['recipe[web]'],
    json: { port: 80, nested: { list: [1, null, '<a>'] } },
  });
  expect(failure).toBeUndefined();
  expect(lines.at(-1)).toBe('stdout: chef-solo ran');
  expect(await guest.calls()).toEqual(['chef-solo --no-color -c /tmp/chef/solo.rb -j /tmp/chef/node.json']);
  expect(await guest.text('cat /tmp/chef/cookbooks-0/web/recipes/default.rb')).toBe('package "nginx"');
  expect((await guest.text('cat /tmp/chef/solo.rb')).split('\n')).toEqual([
    'chef_license ""',
    'cookbook_path ["/var/chef","/tmp/chef/cookbooks-0"]',
    'role_path "/tmp/chef/roles"',
    'environment_path "/tmp/chef/environments"',
    'environment "test"',
    '',
  ]);
  expect(JSON.parse(await guest.text('cat /tmp/chef/node.json'))).toEqual({
    port: 80,
    nested: { list: [1, null, '<a>'] },
    run_list: ['recipe[web]'],
  });
});

test('a configuration of the user’s own is a template', async () => {
  await guest.run({
    type: 'chef-solo',
    skip_install: true,
    staging_directory: '/tmp/own',
    chef_license: 'accept',
    config_template: '@/solo.rb.tpl',
    roles_path: '@/roles',
  });
  expect(await guest.text('cat /tmp/own/solo.rb')).toBe('cookbook_path [] roles accept');
});

test('the exit code of the tool and of the installation is told', async () => {
  const failed = await guest.run({
    type: 'chef-solo',
    skip_install: true,
    execute_command: 'exit 7 # {{.ConfigPath}}',
  });
  expect(failed.failure).toBe('Error executing Chef: Non-zero exit status: 7');
  const uninstalled = await guest.run({ type: 'chef-solo', install_command: 'exit 3', version: '1' });
  expect(uninstalled.failure).toBe(
    'Error installing Chef: Install script exited with non-zero exit status 3',
  );
});
