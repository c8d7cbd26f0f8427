import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noOpensshServer, type OpensshServer, opensshServer } from '../communicators/ssh/openssh-server.ts';
import { nullTemplate, ourBuild, packersBuild, type Settings } from './configuration-management/both.ts';
import { type StandInGuest, standInGuest } from './configuration-management/guest.ts';
import { localTool } from './configuration-management/local-tool.ts';
import { missing } from './program.ts';

const why = missing('packer') ?? noOpensshServer;
const folder = mkdtempSync(join(tmpdir(), 'configuration-management-peer-'));

/** Files of this machine that the provisioners upload; `@/` in settings is where they are. */
const FILES = [
  'play/site.yml',
  'play/other.yml',
  'group_vars/all.yml',
  'host_vars/127.0.0.1.yml',
  'galaxy.yml',
  'roles/web/tasks/main.yml',
  'more/included.yml',
  'inventory',
  'manifests/site.pp',
  'manifests/a.pp',
  'modules/ntp/init.pp',
  'more-modules/x/init.pp',
  'hiera.yaml',
  'certs/c.pem',
  'keys/k.pem',
  'states/top.sls',
  'pillar/top.sls',
  'minion',
  'grains',
  'cookbooks/web/recipes/default.rb',
  'chef-roles/r.json',
  'bags/b.json',
  'environments/e.json',
  'secret',
  'validation.pem',
  'converge/m.hcl',
];

const cases: readonly (readonly [string, Settings, Readonly<Record<string, number>>?])[] = [
  ['ansible-local, one playbook', { type: 'ansible-local', playbook_file: '@/play/site.yml' }],
  [
    'ansible-local, everything',
    {
      type: 'ansible-local',
      playbook_dir: '@/play',
      playbook_files: ['@/play/site.yml', '@/more/included.yml'],
      group_vars: '@/group_vars',
      host_vars: '@/host_vars/',
      role_paths: '@/roles/web',
      playbook_paths: ['@/more'],
      galaxy_file: '@/galaxy.yml',
      galaxy_command: 'ansible-galaxy -v',
      inventory_groups: ['web', 'db'],
      extra_arguments: ['-v', '--extra-vars', '"a=b c"'],
      clean_staging_directory: true,
      staging_directory: '/tmp/packer-staging',
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
      cookbook_paths: ['@/cookbooks', '@/cookbooks/'],
      roles_path: '@/chef-roles',
      version: '17.1',
      data_bags_path: '@/bags',
      encrypted_data_bag_secret_path: '@/secret',
      prevent_sudo: true,
      environments_path: '@/environments',
      chef_environment: 'test',
      run_list: ['recipe[web]', 'role[r]'],
      remote_cookbook_paths: ['/var/chef'],
      chef_license: 'accept',
      json: {
        b: [1, 2.5, true, null, { z: '<&>' }],
        a: { 'k"e': 'v\\' },
        number: 12345678901,
        id: '{{build `ID`}}',
      },
    },
  ],
  [
    'chef-solo, other commands and a tool that fails',
    {
      type: 'chef-solo',
      skip_install: true,
      staging_directory: '/tmp/packer-other',
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
      server_url: 'https://chef.test',
      node_name: 'n',
      run_list: 'recipe[a]',
      json: { x: 'y' },
      encrypted_data_bag_secret_path: '@/secret',
      validation_key_path: '@/validation.pem',
      validation_client_name: 'v',
      ssl_verify_mode: 'verify_none',
      trusted_certs_dir: '/certs',
      chef_environment: 'e',
      policy_name: 'p',
      policy_group: 'g',
      client_key: '/k',
      skip_clean_client: true,
      skip_clean_staging_directory: true,
      skip_install: true,
      prevent_sudo: true,
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
      manifest_file: '@/manifests',
      manifest_dir: '@/manifests',
      module_paths: ['@/modules', '@/more-modules'],
      hiera_config_path: '@/hiera.yaml',
      facter: { role: 'web', level: 3 },
      prevent_sudo: true,
      extra_arguments: ['--verbose', '{{if ne "" "x"}}--x={{.ModulePath}}{{end}}'],
      puppet_bin_dir: '/opt/bin',
      clean_staging_directory: true,
      working_directory: '/tmp',
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
      puppet_server: 'p.test',
      puppet_node: 'n',
      client_cert_path: '@/certs',
      client_private_key_path: '@/keys',
      staging_dir: '/tmp/packer-elsewhere',
      extra_arguments: '--test',
      clean_staging_directory: true,
    },
  ],
  ['salt-masterless, the least', { type: 'salt-masterless', local_state_tree: '@/states' }],
  [
    'salt-masterless, everything',
    {
      type: 'salt-masterless',
      local_state_tree: '@/states',
      local_pillar_roots: '@/pillar',
      grains_file: '@/grains',
      minion_config: '@/minion',
      custom_state: 'web',
      log_level: 'debug',
      salt_call_args: '--x',
      bootstrap_args: '-P',
      no_exit_on_failure: true,
      temp_config_dir: '/tmp/salt-other',
    },
    { 'salt-call': 3 },
  ],
  [
    'salt-masterless, other places, without sudo, that fails',
    {
      type: 'salt-masterless',
      local_state_tree: '@/states',
      local_pillar_roots: '@/pillar',
      skip_bootstrap: true,
      disable_sudo: true,
      remote_state_tree: '/srv/s',
      remote_pillar_roots: '/srv/p',
      salt_bin_dir: '/usr/bin/../nowhere',
    },
  ],
  [
    'chef-solo on Windows',
    { type: 'chef-solo', guest_os_type: 'Windows', cookbook_paths: ['@/cookbooks'], version: '17' },
  ],
  [
    'chef-client on Windows, with full rights',
    {
      type: 'chef-client',
      guest_os_type: 'windows',
      server_url: 'https://chef.test',
      node_name: 'n',
      elevated_user: 'Administrator',
      elevated_password: 'a$b',
      skip_install: true,
      execute_command: 'chef-client {{.ConfigPath}} "x" & y',
    },
  ],
  [
    'puppet-masterless on Windows, with full rights',
    {
      type: 'puppet-masterless',
      guest_os_type: 'windows',
      manifest_file: '@/manifests/site.pp',
      module_paths: ['@/modules', '@/more-modules'],
      facter: { a: 'b' },
      elevated_user: 'SYSTEM',
      staging_directory: 'C:/Windows/Temp/with blank',
      clean_staging_directory: true,
    },
  ],
  [
    'puppet-server on Windows',
    { type: 'puppet-server', guest_os_type: 'windows', puppet_server: 'p', staging_dir: 'C:/Windows/Temp/s' },
  ],
  [
    'salt-masterless on Windows',
    {
      type: 'salt-masterless',
      guest_os_type: 'windows',
      local_state_tree: '@/states',
      local_pillar_roots: '@/pillar',
      minion_config: '@/minion',
      no_exit_on_failure: true,
    },
  ],
  ['converge, the least', { type: 'converge', module: 'm.hcl' }],
  [
    'converge, everything',
    {
      type: 'converge',
      module: 'm.hcl',
      bootstrap: true,
      version: '0.5',
      working_directory: '/tmp/packer-modules',
      module_dirs: [{ source: '@/converge', destination: '/tmp/packer-modules' }],
      params: { b: '<x>', a: 1 },
      prevent_sudo: true,
    },
  ],
  ['converge that fails', { type: 'converge', module: 'm.hcl' }, { converge: 5 }],
  ['converge, no such tool', { type: 'converge', module: 'm', execute_command: 'no-such-converge' }],
];

/** `TOOL` is a program of this machine that stands for the tool; `guest` leaves out what it calls on the guest. */
const localCases: readonly (readonly [string, Settings, exit?: number])[] = [
  ['ansible, the least', { type: 'ansible', playbook_file: '@/play/site.yml', command: 'TOOL' }],
  [
    'ansible, everything',
    {
      type: 'ansible',
      playbook_file: '@/play/site.yml',
      command: 'TOOL',
      user: 'somebody',
      use_sftp: true,
      groups: ['web', 'db'],
      empty_groups: ['none'],
      host_alias: 'box',
      local_port: 21200,
      ansible_env_vars: ['TOOL_A={{build `ID`}}', 'TOOL_B=it=s'],
      ansible_ssh_extra_args: ['-o A=b ', '-o C=d'],
      extra_arguments: ['-v', '--extra-vars', 'host={{build `Host`}} a b'],
      inventory_directory: '@/group_vars',
      inventory_file_template:
        '{{ .HostAlias }} host={{ .Host }} user={{ .User }} port={{ .Port }} id={{ .ID }}\n',
    },
  ],
  [
    'ansible with Galaxy, an inventory of its own, and a failure',
    {
      type: 'ansible',
      playbook_file: '@/play/site.yml',
      command: 'TOOL',
      inventory_file: '@/inventory',
      galaxy_file: '@/galaxy.yml',
      galaxy_command: 'TOOL',
      galaxy_force_install: true,
      roles_path: 'r',
    },
    4,
  ],
  [
    'ansible with collections',
    {
      type: 'ansible',
      playbook_file: '@/play/site.yml',
      command: 'TOOL',
      skip_version_check: true,
      galaxy_file: '@/both.yml',
      galaxy_command: 'TOOL',
      collections_path: 'c',
      roles_path: 'r',
    },
  ],
  [
    'ansible without the proxy',
    { type: 'ansible', playbook_file: '@/play/site.yml', command: 'TOOL', use_proxy: false },
  ],
  [
    'ansible with a password of its own',
    {
      type: 'ansible',
      playbook_file: '@/play/site.yml',
      command: 'TOOL',
      ssh_host_key_file: '@/../key',
      extra_arguments: ['-e', 'ansible_password=secret'],
    },
  ],
  [
    'ansible that is not there',
    { type: 'ansible', playbook_file: '@/play/site.yml', command: 'no-such-tool', skip_version_check: true },
  ],
  ['inspec, the least', { type: 'inspec', profile: 'linux-baseline', command: 'TOOL' }],
  [
    'inspec, everything',
    {
      type: 'inspec',
      profile: '@/play',
      command: 'TOOL',
      user: 'somebody',
      attributes: ['a.yml', 'b.yml'],
      attributes_directory: '@/play',
      inspec_env_vars: ['TOOL_C=x'],
      extra_arguments: ['--no-color'],
    },
    100,
  ],
  ['inspec by other means', { type: 'inspec', profile: 'p', command: 'TOOL', backend: 'winrm', host: 'h' }],
];

describe.skipIf(why !== undefined)(why ?? 'tools on the guest are run as Packer runs them', () => {
  let server: OpensshServer;
  let guest: StandInGuest;
  let tool: ReturnType<typeof localTool>;
  const located = (settings: Settings): Settings =>
    JSON.parse(
      JSON.stringify(settings)
        .replaceAll('@/', `${at('local')}/`)
        .replaceAll('"TOOL"', JSON.stringify(tool.program)),
    );
  const at = (name: string) => join(folder, name);

  beforeAll(async () => {
    for (const name of FILES) {
      mkdirSync(dirname(at(`local/${name}`)), { recursive: true });
      writeFileSync(at(`local/${name}`), `content of ${name}`);
    }
    writeFileSync(at('local/both.yml'), 'roles:\n- a\ncollections:\n- b\n');
    guest = standInGuest(folder);
    tool = localTool(folder);
    server = await opensshServer([guest.sshdConfig]);
    writeFileSync(at('key'), server.privateKey, { mode: 0o600 });
  });
  afterAll(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each(cases.map(([name, settings, exits = {}]) => [name, settings, exits] as const))(
    '%s',
    async (_name, settings, exits) => {
      const template = nullTemplate(server, at('key'), located(settings));
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
    },
  );

  test.each(localCases.map(([name, settings, exit = 0]) => [name, settings, exit] as const))(
    '%s',
    async (name, settings, exit) => {
      const sftp = name.startsWith('ansible') ? { sftp_command: '/usr/lib/sftp-server -e' } : {};
      const template = nullTemplate(server, at('key'), located({ ...sftp, ...settings }));
      writeFileSync(at('exit-local-tool'), String(exit));
      guest.take();
      const theirs = await packersBuild(template);
      const [theirGuest, theirCalls] = [guest.take(), tool.take()];
      const ours = await ourBuild(template);
      const [ourGuest, ourCalls] = [guest.take(), tool.take()];
      if (name !== 'ansible that is not there') expect(theirCalls).not.toEqual([]);
      // Packer's proxy tells no exit status after SFTP, which today's scp takes for a failure.
      expect(settled(ourCalls)).toEqual(
        settled(theirCalls.map((line) => ownKey(line === 'sftp 1' ? 'sftp 0' : line))),
      );
      expect({ ...ourGuest, commands: ourGuest.commands.map(usualSftp) }).toEqual(theirGuest);
      expect(ours).toEqual({ ...theirs, lines: theirs.lines.filter(isMeant).map(ownKey) });
    },
  );

  /** Two streams of a command come side by side: what it said on them is put in one order. */
  function settled(calls: readonly string[]): readonly string[] {
    const said = ['oops', 'through'];
    const first = calls.findIndex((line) => said.includes(line));
    if (first < 0 || !said.includes(calls[first + 1] ?? '')) return calls;
    return [...calls.slice(0, first), ...said, ...calls.slice(first + 2)];
  }

  /** Packer reads on from a program that never started, and now and then says so. */
  function isMeant(line: string): boolean {
    return !line.includes('file already closed');
  }

  /** Where Packer knows one place of the program, others are looked into too. */
  function usualSftp(command: string): string {
    return command.startsWith('for p in /usr/lib/sftp-server ') ? '/usr/lib/sftp-server -e' : command;
  }

  /** Where Packer names the user's key, a copy of it is named. */
  function ownKey(line: string): string {
    return line.replace(
      `ansible_ssh_private_key_file=${at('key')}`,
      'ansible_ssh_private_key_file=/tmp/ansible-keyN',
    );
  }
});
