import { type Area, type Case, type Json, provisioned } from '../case.ts';

const files = {
  'play.yml': '- hosts: all\n',
  'reqs.yml': '[]\n',
  'folder/x': 'x',
  'key.pem': 'x',
  'manifest.pp': 'node default {}\n',
  'solo.rb': 'x',
  // Stands in for ansible-playbook, which is asked for its version when a template is checked.
  'ansible-playbook': '#!/bin/sh\necho "ansible-playbook 2.9.9"\n',
  fails: '#!/bin/sh\nexit 3\n',
};

const ansible = { type: 'ansible', command: './ansible-playbook' };
const types: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  'ansible: nothing': { ...ansible },
  'ansible: a playbook': { ...ansible, playbook_file: 'play.yml' },
  'ansible: a missing playbook': { ...ansible, playbook_file: 'nope.yml' },
  'ansible: a folder for a playbook': { ...ansible, playbook_file: 'folder' },
  'ansible: a missing command': { ...ansible, playbook_file: 'play.yml', command: './nope' },
  'ansible: a command that fails': { ...ansible, playbook_file: 'play.yml', command: './fails' },
  'ansible: no look at the version': {
    ...{ ...ansible, playbook_file: 'play.yml', command: './nope', skip_version_check: true },
  },
  'ansible: a missing galaxy file': { ...ansible, playbook_file: 'play.yml', galaxy_file: 'nope.yml' },
  'ansible: missing keys': {
    ...{
      ...ansible,
      playbook_file: 'play.yml',
      ssh_host_key_file: 'nope',
      ssh_authorized_key_file: 'neither',
    },
  },
  'ansible: a missing inventory folder': {
    ...ansible,
    playbook_file: 'play.yml',
    inventory_directory: 'nope',
  },
  'ansible: a port beyond': { ...ansible, playbook_file: 'play.yml', local_port: 99_999 },
  'ansible: a port as a string': { ...ansible, playbook_file: 'play.yml', local_port: '2222' },
  'ansible: an unknown key': { ...ansible, playbook_file: 'play.yml', zz: 1 },
  'ansible: groups': {
    ...ansible,
    playbook_file: 'play.yml',
    groups: ['a'],
    empty_groups: 'b,c',
    host_alias: 'x',
  },
  'ansible-local: nothing': { type: 'ansible-local' },
  'ansible-local: a playbook': { type: 'ansible-local', playbook_file: 'play.yml' },
  'ansible-local: both kinds': {
    type: 'ansible-local',
    playbook_file: 'play.yml',
    playbook_files: ['play.yml'],
  },
  'ansible-local: missing playbooks': { type: 'ansible-local', playbook_files: ['nope.yml', 'play.yml'] },
  'ansible-local: a missing playbook': { type: 'ansible-local', playbook_file: 'nope.yml' },
  'ansible-local: missing folders': {
    ...{
      type: 'ansible-local',
      playbook_file: 'play.yml',
      playbook_dir: 'nope',
      group_vars: 'nope',
      host_vars: 'play.yml',
    },
    ...{
      role_paths: ['nope', 'play.yml'],
      playbook_paths: ['nope'],
      galaxy_file: 'nope',
      inventory_file: 'nope',
    },
  },
  'ansible-local: an unknown key': { type: 'ansible-local', playbook_file: 'play.yml', zz: 1 },
  'chef-solo: nothing': { type: 'chef-solo' },
  'chef-solo: missing folders': {
    ...{ type: 'chef-solo', cookbook_paths: ['nope', 'folder'], roles_path: 'nope', data_bags_path: 'nope' },
    ...{ environments_path: 'nope', encrypted_data_bag_secret_path: 'nope', config_template: 'nope' },
  },
  'chef-solo: a system': { type: 'chef-solo', guest_os_type: 'amiga' },
  'chef-solo: run list': { type: 'chef-solo', run_list: ['recipe[x]'], json: { a: { b: [1] } } },
  'chef-solo: a template that is wrong': { type: 'chef-solo', execute_command: '{{nope}}' },
  'chef-solo: an unknown key': { type: 'chef-solo', zz: 1 },
  'chef-client: nothing': { type: 'chef-client' },
  'chef-client: a server': { type: 'chef-client', server_url: 'http://x' },
  'chef-client: half a policy': { type: 'chef-client', server_url: 'http://x', policy_name: 'x' },
  'chef-client: the other half': { type: 'chef-client', server_url: 'http://x', policy_group: 'x' },
  'chef-client: missing files': {
    ...{
      type: 'chef-client',
      server_url: 'x',
      encrypted_data_bag_secret_path: 'nope',
      config_template: 'nope',
    },
  },
  'chef-client: an unknown key': { type: 'chef-client', server_url: 'http://x', zz: 1 },
  'puppet-masterless: nothing': { type: 'puppet-masterless' },
  'puppet-masterless: a manifest': { type: 'puppet-masterless', manifest_file: 'manifest.pp' },
  'puppet-masterless: a missing manifest': { type: 'puppet-masterless', manifest_file: 'nope.pp' },
  'puppet-masterless: missing folders': {
    ...{
      type: 'puppet-masterless',
      manifest_file: 'manifest.pp',
      hiera_config_path: 'nope',
      module_paths: ['nope'],
    },
    manifest_dir: 'nope',
  },
  'puppet-masterless: a system': {
    type: 'puppet-masterless',
    manifest_file: 'manifest.pp',
    guest_os_type: 'x',
  },
  'puppet-masterless: an unknown key': { type: 'puppet-masterless', manifest_file: 'manifest.pp', zz: 1 },
  'puppet-server: nothing': { type: 'puppet-server' },
  'puppet-server: missing folders': {
    ...{ type: 'puppet-server', client_cert_path: 'nope', client_private_key_path: 'nope' },
  },
  'puppet-server: a system': { type: 'puppet-server', guest_os_type: 'x' },
  'puppet-server: an unknown key': { type: 'puppet-server', zz: 1 },
  'salt-masterless: nothing': { type: 'salt-masterless' },
  'salt-masterless: a tree': { type: 'salt-masterless', local_state_tree: 'folder' },
  'salt-masterless: a missing tree': { type: 'salt-masterless', local_state_tree: 'nope' },
  'salt-masterless: a file for a tree': { type: 'salt-masterless', local_state_tree: 'play.yml' },
  'salt-masterless: missing others': {
    ...{
      type: 'salt-masterless',
      local_state_tree: 'folder',
      local_pillar_roots: 'nope',
      minion_config: 'nope',
    },
    grains_file: 'nope',
  },
  'salt-masterless: minion and remote tree': {
    ...{
      type: 'salt-masterless',
      local_state_tree: 'folder',
      minion_config: 'play.yml',
      remote_state_tree: '/x',
    },
    remote_pillar_roots: '/y',
  },
  'salt-masterless: a system': { type: 'salt-masterless', local_state_tree: 'folder', guest_os_type: 'x' },
  'salt-masterless: an unknown key': { type: 'salt-masterless', local_state_tree: 'folder', zz: 1 },
  'inspec: nothing': { type: 'inspec', command: './ansible-playbook' },
  'inspec: a profile': { type: 'inspec', command: './ansible-playbook', profile: 'folder' },
  'inspec: a missing profile': { type: 'inspec', command: './ansible-playbook', profile: 'nope' },
  'inspec: a missing command': { type: 'inspec', command: './nope', profile: 'folder' },
  'inspec: a backend': {
    type: 'inspec',
    command: './ansible-playbook',
    profile: 'folder',
    backend: 'telepathy',
  },
  'inspec: missing attributes': {
    ...{ type: 'inspec', command: './ansible-playbook', profile: 'folder', attributes: ['nope'] },
    attributes_directory: 'nope',
  },
  'inspec: an unknown key': { type: 'inspec', command: './ansible-playbook', profile: 'folder', zz: 1 },
  'converge: nothing': { type: 'converge' },
  'converge: a module': { type: 'converge', module: 'x' },
  'converge: folders': { type: 'converge', module: 'x', module_dirs: [{ source: '', destination: '' }, {}] },
  'converge: folders that are right': {
    type: 'converge',
    module: 'x',
    module_dirs: [{ source: 'folder', destination: '/x' }],
  },
  'converge: a template that is wrong': { type: 'converge', module: 'x', execute_command: '{{nope}}' },
  'converge: an unknown key': { type: 'converge', module: 'x', zz: 1 },
};

const cases: readonly Case[] = Object.entries(types).map(([name, one]) => ({
  ...{ name, template: provisioned(one), files },
  commands: [['validate', 't.json']],
}));

/** Sections 6.8 and 6.9, as far as a template is checked. */
export const configManagementArea: Area = { name: 'config-management', cases };
