import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import {
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from '../communicators/ssh/openssh-server.ts';
import { httpProxy } from '../communicators/ssh/proxies.ts';
import { folderWith } from '../temporary-folder.ts';
import { rig } from './rig.ts';

const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere' };

describe.skipIf(noOpensshServer)(suiteName('a template for a machine that is there'), () => {
  let guest: OpensshServer;
  let bastion: OpensshServer;
  beforeAll(async () => {
    [guest, bastion] = await Promise.all([opensshServer(), opensshServer()]);
    for (const server of [guest, bastion])
      writeFileSync(join(server.folder, 'key'), server.privateKey, { mode: 0o600 });
  });
  afterAll(() => {
    guest.stop();
    bastion.stop();
  });

  const builder = (changes: object) => ({
    type: 'null',
    ssh_host: '127.0.0.1',
    ssh_port: guest.port,
    ssh_username: guest.options.username,
    ssh_private_key_file: join(guest.folder, 'key'),
    ssh_timeout: '20s',
    ...changes,
  });

  async function build(changes: object, inline: readonly string[] = ['echo reached']) {
    const provisioners = [{ type: 'shell', inline, remote_folder: guest.folder }];
    const variables = { 'sensitive-variables': ['word'], variables: { word: 'hunter22-value' } };
    const cwd = folderWith({ 't.json': { ...variables, builders: [builder(changes)], provisioners } });
    const outcome = await runMain(['build', '-color=false', 't.json'], { cwd, env });
    const runs = join(cwd, '.ecs-imagebuild', 'runs');
    const [run = ''] = readdirSync(runs);
    return { ...outcome, run: join(runs, run) };
  }

  test('goes through a jump host with its own key, and keeps the host keys of both in the run', async () => {
    const { code, stdout, run } = await build({
      ssh_bastion_host: '127.0.0.1',
      ssh_bastion_port: bastion.port,
      ssh_bastion_username: bastion.options.username,
      ssh_bastion_private_key_file: join(bastion.folder, 'key'),
    });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('null: reached');
    const known = readFileSync(join(run, 'known_hosts'), 'utf8');
    expect(known.split('\n').map((line) => line.split(' ')[0])).toEqual([
      `[127.0.0.1]:${bastion.port}`,
      `[127.0.0.1]:${guest.port}`,
      '',
    ]);
    expect(statSync(join(run, 'known_hosts')).mode & 0o777).toBe(0o600);
  });

  test('goes through an HTTP proxy', async () => {
    using proxy = await httpProxy();
    const { code, stdout } = await build({
      ssh_proxy_host: '127.0.0.1',
      ssh_proxy_port: proxy.port,
      ssh_proxy_type: 'http',
    });
    expect(code, stdout).toBe(0);
    expect(proxy.asked.length).toBeGreaterThan(0);
  });

  test('shows no secret of a command, its environment or the connection', async () => {
    const { code, stdout, run } = await build({}, [
      'echo the word is {{user `word`}}',
      'echo {{build `SSHPrivateKey`}} | head -c 300',
      'echo fails with {{user `word`}} >&2; exit 3',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('the word is <sensitive>');
    const log =
      readFileSync(join(run, 'events.ndjson'), 'utf8') + readFileSync(join(run, 'journal.ndjson'), 'utf8');
    const [, , line = 'x'] = guest.privateKey.split('\n');
    for (const text of [stdout, log])
      for (const secret of ['hunter22-value', line]) expect(text).not.toContain(secret);
  });

  test('is refused where strict checks have nothing to check against', async () => {
    const { code, stdout } = await build({ ssh_host_key_check: 'strict' }).catch(() => ({
      code: 1,
      stdout: '',
    }));
    expect(code).toBe(1);
    if (stdout !== '')
      expect(stdout.replaceAll('\n', ' ')).toContain(
        'ssh_host_key_check "strict" needs ssh_host_key_fingerprint',
      );
  });
});

test('ssh_interface says which address is used', async () => {
  await using it = await rig({ guests: 'memory' });
  const settings = { communicator: 'ssh', ssh_username: 'root', skip_create_image: true };
  await it.build({ ...settings, ssh_interface: 'public_ip' });
  await it.build({ ...settings, ssh_interface: 'private_ip', ssh_password: 'Test1234!' });
  expect(it.sent('RunInstances').map((sent) => sent['InternetMaxBandwidthOut'])).toEqual(['5', undefined]);
  await expect(it.build({ ...settings, ssh_interface: 'lan' })).rejects.toThrow('ssh_interface');
});
