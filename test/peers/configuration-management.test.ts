import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noOpensshServer, type OpensshServer, opensshServer } from '../communicators/ssh/openssh-server.ts';
import { nullTemplate, ourBuild, packersBuild, type Settings } from './configuration-management/both.ts';
import { type StandInGuest, standInGuest } from './configuration-management/guest.ts';
import { missing } from './program.ts';

const why = missing('packer') ?? noOpensshServer;
const folder = mkdtempSync(join(tmpdir(), 'configuration-management-peer-'));

/** Files of this machine that the provisioners upload; `@/` in settings is where they are. */
const FILES = [
  ...['play/site.yml', 'play/other.yml', 'group_vars/all.yml', 'host_vars/127.0.0.1.yml', 'galaxy.yml'],
  ...['roles/web/tasks/main.yml', 'more/included.yml', 'inventory', 'manifests/site.pp', 'manifests/a.pp'],
  ...['modules/ntp/init.pp', 'more-modules/x/init.pp', 'hiera.yaml', 'certs/c.pem', 'keys/k.pem'],
  ...['states/top.sls', 'pillar/top.sls', 'minion', 'grains', 'cookbooks/web/recipes/default.rb'],
  ...[
    'chef-roles/r.json',
    'bags/b.json',
    'environments/e.json',
    'secret',
    'validation.pem',
    'converge/m.hcl',
  ],
];

const cases: readonly (readonly [string, Settings, Readonly<Record<string, number>>?])[] = [
  ['ansible-local, one playbook', { type: 'ansible-local', playbook_file: '@/play/site.yml' }],
  [
    'ansible-local, everything',
    {
      type: 'ansible-local',
      ...{ playbook_dir: '@/play', playbook_files: ['@/play/site.yml', '@/more/included.yml'] },
      ...{ group_vars: '@/group_vars', host_vars: '@/host_vars/', role_paths: '@/roles/web' },
      ...{ playbook_paths: ['@/more'], galaxy_file: '@/galaxy.yml', galaxy_command: 'ansible-galaxy -v' },
      ...{ inventory_groups: ['web', 'db'], extra_arguments: ['-v', '--extra-vars', '"a=b c"'] },
      ...{ clean_staging_directory: true, staging_directory: '/tmp/packer-staging' },
    },
  ],
  [
    'ansible-local, an inventory and a tool that fails',
    { type: 'ansible-local', playbook_file: '@/play/site.yml', inventory_file: '@/inventory' },
    { 'ansible-playbook': 4 },
  ],
  [
    'ansible-local, no such tool',
    { type: 'ansible-local', playbook_file: '@/play/site.yml', command: 'no-such-ansible' },
  ],
  ['chef-solo, nothing given', { type: 'chef-solo' }],
  [
    'chef-solo, everything',
    {
      type: 'chef-solo',
      ...{ cookbook_paths: ['@/cookbooks', '@/cookbooks/'], roles_path: '@/chef-roles', version: '17.1' },
      ...{ data_bags_path: '@/bags', encrypted_data_bag_secret_path: '@/secret', prevent_sudo: true },
      ...{
        environments_path: '@/environments',
        chef_environment: 'test',
        run_list: ['recipe[web]', 'role[r]'],
      },
      ...{ remote_cookbook_paths: ['/var/chef'], chef_license: 'accept' },
      json: { b: [1, 2.5, true, null, { z: '<&>' }], a: { 'k"e': 'v\\' }, number: 12345678901 },
    },
  ],
  [
    'chef-solo, other commands and a tool that fails',
    {
      ...{ type: 'chef-solo', skip_install: true, staging_directory: '/tmp/packer-other' },
      execute_command: 'echo {{.ConfigPath}} {{.JsonPath}} {{if .Sudo}}s{{end}} && exit 9',
    },
  ],
  [
    'chef-solo, an installation that fails',
    { type: 'chef-solo', install_command: 'exit {{if .Version}}3{{else}}4{{end}}' },
  ],
  ['chef-client, the least', { type: 'chef-client', server_url: 'https://chef.test', node_name: 'n' }],
  [
    'chef-client, everything',
    {
      type: 'chef-client',
      ...{ server_url: 'https://chef.test', node_name: 'n', run_list: 'recipe[a]', json: { x: 'y' } },
      ...{ encrypted_data_bag_secret_path: '@/secret', validation_key_path: '@/validation.pem' },
      ...{ validation_client_name: 'v', ssl_verify_mode: 'verify_none', trusted_certs_dir: '/certs' },
      ...{
        chef_environment: 'e',
        policy_name: 'p',
        policy_group: 'g',
        client_key: '/k',
        skip_clean_client: true,
      },
      ...{ skip_clean_staging_directory: true, skip_install: true, prevent_sudo: true },
    },
  ],
  [
    'chef-client that fails',
    { type: 'chef-client', server_url: 'https://chef.test', node_name: 'n', skip_install: true },
    { 'chef-client': 7 },
  ],
  [
    'chef-client, a node that cannot be signed off',
    { type: 'chef-client', server_url: 'https://chef.test', node_name: 'n', skip_install: true },
    { knife: 7 },
  ],
  ['puppet-masterless, the least', { type: 'puppet-masterless', manifest_file: '@/manifests/site.pp' }],
  [
    'puppet-masterless, everything',
    {
      type: 'puppet-masterless',
      ...{
        manifest_file: '@/manifests',
        manifest_dir: '@/manifests',
        module_paths: ['@/modules', '@/more-modules'],
      },
      ...{ hiera_config_path: '@/hiera.yaml', facter: { role: 'web', level: 3 }, prevent_sudo: true },
      ...{
        extra_arguments: ['--verbose', '{{if ne "" "x"}}--x={{.ModulePath}}{{end}}'],
        puppet_bin_dir: '/opt/bin',
      },
      ...{ clean_staging_directory: true, working_directory: '/tmp' },
      execute_command:
        'cd {{.WorkingDir}} && {{.FacterVars}} puppet {{.ExtraArguments}} {{.ManifestFile}} {{.ManifestDir}}',
    },
    { puppet: 2 },
  ],
  [
    'puppet-masterless that fails',
    { type: 'puppet-masterless', manifest_file: '@/manifests/site.pp' },
    { puppet: 6 },
  ],
  [
    'puppet-masterless that may fail',
    { type: 'puppet-masterless', manifest_file: '@/manifests/site.pp', ignore_exit_codes: true },
    { puppet: 6 },
  ],
  ['puppet-server, the least', { type: 'puppet-server' }],
  [
    'puppet-server, everything',
    {
      type: 'puppet-server',
      ...{
        puppet_server: 'p.test',
        puppet_node: 'n',
        client_cert_path: '@/certs',
        client_private_key_path: '@/keys',
      },
      ...{ staging_dir: '/tmp/packer-elsewhere', extra_arguments: '--test', clean_staging_directory: true },
    },
  ],
  ['salt-masterless, the least', { type: 'salt-masterless', local_state_tree: '@/states' }],
  [
    'salt-masterless, everything',
    {
      type: 'salt-masterless',
      ...{ local_state_tree: '@/states', local_pillar_roots: '@/pillar', grains_file: '@/grains' },
      ...{ minion_config: '@/minion', custom_state: 'web', log_level: 'debug', salt_call_args: '--x' },
      ...{ bootstrap_args: '-P', no_exit_on_failure: true, temp_config_dir: '/tmp/salt-other' },
    },
    { 'salt-call': 3 },
  ],
  [
    'salt-masterless, other places, without sudo, that fails',
    {
      type: 'salt-masterless',
      ...{
        local_state_tree: '@/states',
        local_pillar_roots: '@/pillar',
        skip_bootstrap: true,
        disable_sudo: true,
      },
      ...{ remote_state_tree: '/srv/s', remote_pillar_roots: '/srv/p', salt_bin_dir: '/usr/bin/../nowhere' },
    },
  ],
  ['converge, the least', { type: 'converge', module: 'm.hcl' }],
  [
    'converge, everything',
    {
      type: 'converge',
      ...{ module: 'm.hcl', bootstrap: true, version: '0.5', working_directory: '/tmp/packer-modules' },
      ...{
        module_dirs: [{ source: '@/converge', destination: '/tmp/packer-modules' }],
        params: { b: '<x>', a: 1 },
      },
      ...{ prevent_sudo: true },
    },
  ],
  ['converge that fails', { type: 'converge', module: 'm.hcl' }, { converge: 5 }],
  ['converge, no such tool', { type: 'converge', module: 'm', execute_command: 'no-such-converge' }],
];

describe.skipIf(why !== undefined)(why ?? 'tools on the guest are run as Packer runs them', () => {
  let server: OpensshServer;
  let guest: StandInGuest;
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    for (const name of FILES) {
      mkdirSync(dirname(at(`local/${name}`)), { recursive: true });
      writeFileSync(at(`local/${name}`), `content of ${name}`);
    }
    guest = standInGuest(folder);
    server = await opensshServer([guest.sshdConfig]);
    writeFileSync(at('key'), server.privateKey, { mode: 0o600 });
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases)('%s', async (_name, settings, exits = {}) => {
    const provisioner = JSON.parse(JSON.stringify(settings).replaceAll('@/', `${at('local')}/`));
    const template = nullTemplate(server, at('key'), provisioner);
    for (const [tool, code] of Object.entries(exits)) writeFileSync(at(`exit-${tool}`), String(code));
    try {
      guest.take();
      const theirs = await packersBuild(template);
      const theirGuest = guest.take();
      const ours = await ourBuild(template);
      const ourGuest = guest.take();
      expect(theirGuest.commands).not.toEqual([]);
      expect(ourGuest).toEqual(theirGuest);
      expect(ours).toEqual(theirs);
    } finally {
      for (const tool of Object.keys(exits)) rmSync(at(`exit-${tool}`));
    }
  });
});
