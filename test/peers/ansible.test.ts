import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { runMain } from '../cli/run-main.ts';
import { noOpensshServer, type OpensshServer, opensshServer } from '../communicators/ssh/openssh-server.ts';
import { sdkClient } from '../emulator/sdk-client.ts';
import { noSandboxHere } from '../guests/rig.ts';
import { launch } from './launch.ts';
import { missing } from './program.ts';

const why = missing('ansible-playbook', 'ssh', 'scp');

/** A machine that Ansible is run against: how a null builder reaches it. */
interface Target {
  readonly builder: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

const targets = [
  ['a real sshd', noOpensshServer, realServer],
  ['an instance of the emulator in a sandbox', noSandboxHere(), sandbox],
] as const;

const PLAYBOOK = `
- hosts: web
  gather_facts: false
  vars:
    who: "{{ packer_builder_type }}"
  tasks:
    - ansible.builtin.command: "true"
      failed_when: fail is defined
    - ansible.builtin.ping:
      register: pinged
    - ansible.builtin.assert:
        that: pinged.ping == 'pong'
    - ansible.builtin.file: { path: "{{ place }}/deep", state: directory, mode: "0750" }
    - ansible.builtin.copy: { content: "{{ 'x' * 300000 }}", dest: "{{ place }}/deep/big", mode: "0640" }
    - ansible.builtin.template: { src: greeting.j2, dest: "{{ place }}/deep/with blank" }
    - ansible.builtin.command:
        argv: [sh, -c, 'cat "$1"; echo warned >&2', sh, "{{ place }}/deep/with blank"]
      register: read
    - ansible.builtin.debug: { msg: "the guest says {{ read.stdout }} and {{ read.stderr }}" }
    - ansible.builtin.fetch: { src: "{{ place }}/deep/big", dest: "{{ back }}", flat: true }
`;

describe.skipIf(why !== undefined)(why ?? 'the real Ansible', () => {
  describe.each(targets)('against %s', (_name, missingTarget, open) => {
    describe.skipIf(missingTarget !== undefined)(missingTarget ?? 'runs a playbook', () => {
      const folder = mkdtempSync(join(tmpdir(), 'ansible-peer-'));
      const at = (name: string) => join(folder, name);
      let target: Target;

      beforeAll(async () => {
        writeFileSync(at('site.yml'), PLAYBOOK);
        mkdirSync(at('templates'));
        writeFileSync(at('templates/greeting.j2'), 'hello {{ who }}');
        target = await open(folder);
      });
      afterAll(async () => {
        await target?.stop();
        rmSync(folder, { recursive: true, force: true });
      });

      const run = async (settings: object, ...variables: readonly string[]) => {
        const back = at(`back-${variables.length}-${Object.keys(settings).join('-')}`);
        const given = [`place=${at('place')}`, `back=${back}`, ...variables];
        const provisioner = {
          type: 'ansible',
          playbook_file: at('site.yml'),
          groups: ['web'],
          ansible_env_vars: [`ANSIBLE_LOCAL_TEMP=${at('local')}`, `ANSIBLE_SSH_CONTROL_PATH_DIR=${at('c')}`],
          extra_arguments: given.flatMap((variable) => ['-e', variable]),
          ...settings,
        };
        const clean = { type: 'shell', inline: [`rm -rf ${at('place')}`] };
        writeFileSync(
          at('template.json'),
          JSON.stringify({ builders: [target.builder], provisioners: [clean, provisioner, clean] }),
        );
        const outcome = await runMain(['build', '-color=false', at('template.json')], { cwd: folder });
        return { ...outcome, back };
      };

      const ways = [
        ['by scp', {}],
        ['by SFTP', { use_sftp: true }],
        ['with pipelining', { ansible_env_vars: ['ANSIBLE_PIPELINING=True'] }],
        ['without the proxy', { use_proxy: false }],
      ] as const;

      test.each(ways)('%s', async (_way, settings) => {
        const { code, stdout, stderr, back } = await run(settings);
        expect(code, stdout + stderr).toBe(0);
        expect(stdout).toContain('the guest says hello null and warned');
        expect(stdout).toMatch(/default +: ok=\d+ +changed=\d+ +unreachable=0 +failed=0/);
        expect(readFileSync(back, 'utf8')).toBe('x'.repeat(300_000));
      });

      test('a play that fails fails the build', async () => {
        const { code, stdout, back } = await run({}, 'fail=yes');
        expect(code, stdout).toBe(1);
        expect(stdout).toContain('Error executing Ansible: Non-zero exit status: exit status 2');
        expect(existsSync(back)).toBe(false);
      });
    });
  });
});

async function realServer(folder: string): Promise<Target> {
  const server: OpensshServer = await opensshServer();
  writeFileSync(join(folder, 'key'), server.privateKey, { mode: 0o600 });
  return {
    builder: {
      type: 'null',
      ssh_host: '127.0.0.1',
      ssh_port: server.port,
      ssh_username: userInfo().username,
      ssh_private_key_file: join(folder, 'key'),
    },
    stop: async () => server.stop(),
  };
}

async function sandbox(folder: string): Promise<Target> {
  const cloud: Emulator = await startEmulator({ guests: 'sandbox' });
  const { privateKeyBody } = await sdkClient(cloud)('Ecs.CreateKeyPair', { keyPairName: 'peer' });
  writeFileSync(join(folder, 'key'), privateKeyBody, { mode: 0o600 });
  const { at } = await launch(cloud, { keyPairName: 'peer' });
  return {
    builder: {
      type: 'null',
      ssh_host: at.host,
      ssh_port: at.port,
      ssh_username: 'root',
      ssh_private_key_file: join(folder, 'key'),
    },
    stop: () => cloud.close(),
  };
}
