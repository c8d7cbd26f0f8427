import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['ansible-playbook', 'ansible-galaxy'], {
    'play/site.yml': 'site',
    'play/tasks/a.yml': 'a',
    'other.yml': 'other',
    'galaxy.yml': 'roles',
    'vars/all.yml': 'v',
    'web/tasks/main.yml': 'role',
    inventory: 'hosts',
  });
});
afterAll(() => guest.dispose());

const EXTRA =
  '--extra-vars packer_build_name=null packer_builder_type=null packer_http_addr=ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER -o IdentitiesOnly=yes';

test('uploads everything to the staging folder and runs each playbook there', async () => {
  const { failure } = await guest.run({
    type: 'ansible-local',
    staging_directory: '/tmp/a',
    playbook_dir: '@/play',
    inventory_groups: 'web,db',
    playbook_files: ['@/play/site.yml', '@/other.yml'],
    galaxy_file: '@/galaxy.yml',
    group_vars: '@/vars',
    role_paths: ['@/web'],
    extra_arguments: ['-v'],
    command: 'ansible-playbook',
  });
  expect(failure).toBeUndefined();
  const calls = await guest.calls();
  const inventory = /-i (\S+)$/.exec(calls.at(-1) ?? '')?.[1] ?? '';
  expect(calls).toEqual([
    'ansible-galaxy install -r /tmp/a/galaxy.yml -p /tmp/a/roles',
    `ansible-playbook /tmp/a/site.yml ${EXTRA} -v -c local -i ${inventory}`,
    `ansible-playbook /tmp/a${guest.folder}/other.yml ${EXTRA} -v -c local -i ${inventory}`,
  ]);
  expect(await guest.text(`cat ${inventory}`)).toBe('[web]\n127.0.0.1\n[db]\n127.0.0.1\n');
  expect(
    await guest.text('cat /tmp/a/tasks/a.yml /tmp/a/group_vars/all.yml /tmp/a/roles/web/tasks/main.yml'),
  ).toBe('avrole');
});

test('the folder is a fresh one unless set, and goes when asked', async () => {
  const settings = { type: 'ansible-local', playbook_file: '@/other.yml', inventory_file: '@/inventory' };
  await guest.run({ ...settings, clean_staging_directory: true });
  await guest.run(settings);
  await guest.run(settings);
  const folders = (await guest.text('ls /tmp/packer-provisioner-ansible-local')).trim().split('\n');
  expect(new Set(folders).size).toBe(2);
});

test('an Ansible that fails or is missing is told', async () => {
  const settings = { type: 'ansible-local', playbook_file: '@/other.yml' };
  expect((await guest.run({ ...settings, command: 'no-ansible' })).failure).toBe(
    'Error executing Ansible: no-ansible could not be found. Verify that it is available on the\nPATH after connecting to the machine.',
  );
  expect((await guest.run({ ...settings, command: 'sh -c "exit 4" --' })).failure).toBe(
    'Error executing Ansible: Non-zero exit status: 4',
  );
});
