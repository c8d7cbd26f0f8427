import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { makeKeyPair } from '../../src/communicators/ssh/key-pair.ts';
import { rig } from './rig.ts';

const SSH = { communicator: 'ssh', ssh_username: 'root', skip_create_image: true };

async function shell(comm: Communicator, command: string, signal: AbortSignal): Promise<string> {
  const lines: string[] = [];
  await comm.exec(command, { signal, onLine: (_stream, line) => void lines.push(line) });
  return lines.join('\n');
}

describe('the guest', () => {
  test('is entered with a key that was made here; the cloud sees its public half alone', async () => {
    await using it = await rig({ guests: 'memory' });
    const seen: string[] = [];
    const artifact = await it.build(
      { ...SSH, skip_create_image: false, associate_public_ip_address: true },
      {
        async provision(comm, data, signal) {
          seen.push(data['Host'] ?? '', await shell(comm, 'echo hello > /root/made; cat /root/made', signal));
        },
      },
    );
    expect(seen[1]).toBe('hello');
    expect(artifact?.id).toMatch(/^cn-hangzhou:m-/);
    const [imported] = it.sent('ImportKeyPair');
    expect(imported).toMatchObject({ KeyPairName: 'packer_run1' });
    expect(it.sent('RunInstances')).toMatchObject([{ KeyPairName: 'packer_run1' }]);
    const key = join(it.folder, 'run1', 'key.pem');
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    expect(await readFile(key, 'utf8')).toContain('PRIVATE KEY');
    expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
  });

  test.each([
    ['is left in authorized_keys unless the template says otherwise', false, true],
    ['is taken off the guest before the image is made, if asked', true, false],
  ])('has a temporary key that %s', async (_what, ssh_clear_authorized_keys, stays) => {
    await using it = await rig({ guests: 'memory' });
    await it.build({ ...SSH, skip_create_image: false, ssh_clear_authorized_keys, ssh_private_ip: true });
    const seen: string[] = [];
    await it.build(
      { ...SSH, ssh_private_ip: true, ...(await onlyImage(it)) },
      {
        async provision(comm, _data, signal) {
          seen.push(await shell(comm, 'cat /root/.ssh/authorized_keys', signal));
        },
      },
    );
    const [first = '', second = ''] = it
      .sent('ImportKeyPair')
      .map((sent) => sent['PublicKeyBody']?.split(' ')[1]);
    expect(seen[0]).toContain(second);
    expect(seen[0]?.includes(first)).toBe(stays);
  });

  test('is entered with a given key pair and its file', async () => {
    await using it = await rig({ guests: 'memory' });
    const pair = await makeKeyPair('rsa', { comment: 'team' });
    const file = join(it.folder, 'team.pem');
    await writeFile(file, pair.privateKey, { mode: 0o600 });
    await importTeamKey(it, pair.publicKey);
    const before = it.changes().length;
    await it.build({ ...SSH, ssh_private_ip: true, ssh_keypair_name: 'team', ssh_private_key_file: file });
    expect(it.changes().slice(before)).not.toContain('ImportKeyPair');
    expect(it.sent('RunInstances')).toMatchObject([{ KeyPairName: 'team' }]);
    expect(it.left()).toEqual(['key pair cn-hangzhou']);
  });

  test('is entered with a password, over a public address that comes by itself as it did in Packer', async () => {
    await using it = await rig({ guests: 'memory' });
    await it.build({ ...SSH, ssh_password: 'Test1234!' });
    expect(it.sent('ImportKeyPair')).toEqual([]);
    const journal = await readFile(join(it.folder, 'run1', 'journal.ndjson'), 'utf8');
    for (const secret of ['Test1234!', it.emulator.accessKeySecret]) {
      expect(journal).not.toContain(secret);
      expect(JSON.stringify(it.events)).not.toContain(secret);
    }
    expect(it.sent('RunInstances')).toMatchObject([
      { Password: '<redacted>', InternetMaxBandwidthOut: '5', InternetChargeType: 'PayByTraffic' },
    ]);
  });

  test('gets a public address of its own with public_ip_via, as wide as internet_max_bandwidth_out says', async () => {
    await using it = await rig({ guests: 'memory' });
    const hosts: string[] = [];
    await it.build(
      { ...SSH, public_ip_via: 'instance', internet_max_bandwidth_out: 10 },
      { provision: async (comm) => void hosts.push(comm.kind) },
    );
    expect(hosts).toEqual(['ssh']);
    expect(it.sent('RunInstances')).toMatchObject([{ InternetMaxBandwidthOut: '10' }]);
    expect(it.sent('AllocateEipAddress')).toEqual([]);
  });

  test('is cleaned up by the error-cleanup-provisioner when provisioning fails', async () => {
    await using it = await rig({ guests: 'memory' });
    const seen: string[] = [];
    const failing = it.build(
      { ...SSH, ssh_private_ip: true },
      {
        provision: async () => Promise.reject(new Error('the script failed')),
        async provisionCleanup(comm) {
          seen.push(await shell(comm, 'echo tidy', new AbortController().signal));
        },
      },
    );
    await expect(failing).rejects.toThrow('the script failed');
    expect(seen).toEqual(['tidy']);
    expect(it.left()).toEqual([]);
  });

  test('whose clean-up fails too tells both failures, as Packer does', async () => {
    await using it = await rig({ guests: 'memory' });
    const failing = it.build(
      { ...SSH, ssh_private_ip: true },
      {
        provision: async () => Promise.reject(new Error('E1')),
        provisionCleanup: async () => Promise.reject(new Error('E2')),
      },
    );
    await expect(failing).rejects.toThrow('Cleanup failed: E2. Original Provisioning error: E1');
    expect(it.left()).toEqual([]);
  });

  test('that nobody reaches ends the build in time, and nothing stays', async () => {
    await using it = await rig();
    const failing = it.build({ ...SSH, ssh_port: 9, ssh_private_ip: true, ssh_timeout: '1s' });
    await expect(failing).rejects.toMatchObject({
      code: 'connect-timeout',
      message: 'Timeout waiting for SSH.',
    });
    expect(it.left()).toEqual([]);
  });
});

type It = Awaited<ReturnType<typeof rig>>;

async function onlyImage({ emulator }: It): Promise<{ source_image: string; image_name: string }> {
  const image = emulator.leftovers().find(({ noun }) => noun === 'image');
  return { source_image: image?.id ?? '', image_name: 'second' };
}

async function importTeamKey({ emulator }: It, publicKey: string): Promise<void> {
  const { alibabaCloud } = await import('../../src/cloud/alibaba/alibaba-cloud.ts');
  const { Keys } = await import('../../src/cloud/alibaba/credentials/keys.ts');
  const { staticKeys } = await import('../../src/cloud/alibaba/credentials/static-keys.ts');
  const credentials = staticKeys(new Keys(emulator.accessKeyId, emulator.accessKeySecret), 'a test');
  const cloud = alibabaCloud({ region: 'cn-hangzhou', credentials, endpointUrl: emulator.url });
  const spec = { name: 'team', publicKey, tags: {}, resourceGroupId: '' };
  await cloud.keyPairs.create(spec, { token: 'team', tags: {} }, new AbortController().signal);
  await cloud.close();
}
