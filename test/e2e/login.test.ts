import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { publicKeyOf } from '../../src/communicators/ssh/private-key.ts';
import { noSandboxHere } from '../guests/rig.ts';
import { type Rig, rig } from './rig.ts';

const SSH = { communicator: 'ssh', ssh_username: 'root', ssh_private_ip: true };
const KINDS = [
  ['memory', undefined],
  ['sandbox', noSandboxHere()],
] as const;

async function shell(comm: Communicator, command: string, signal: AbortSignal): Promise<string> {
  const lines: string[] = [];
  await comm.exec(command, { signal, onLine: (_stream, line) => void lines.push(line) });
  return lines.join('\n');
}

/** The fact of a step as the journal of a run tells it. */
async function fact(it: Rig, step: string, run = 'run1'): Promise<Record<string, unknown>> {
  const text = await readFile(join(it.folder, run, 'journal.ndjson'), 'utf8');
  const records = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return records.findLast((record) => record.type === 'done' && record.step === step)?.fact ?? {};
}

/** Builds an image of the first, and gives what a command says on an instance of it. */
async function onImage(it: Rig, command: string): Promise<string> {
  const image = it.emulator.leftovers().find(({ noun }) => noun === 'image');
  let said = '';
  const settings = { ...SSH, source_image: image?.id ?? '', image_name: 'second', skip_create_image: true };
  await it.build(settings, {
    provision: async (comm, _data, signal) => {
      said = await shell(comm, command, signal);
    },
  });
  return said;
}

describe('the temporary key', () => {
  test.each([
    ['ecdsa', 'ecdsa-sha2-nistp521'],
    ['rsa', 'ssh-rsa'],
  ])('of type %s is imported as %s', async (temporary_key_pair_type, type) => {
    await using it = await rig({ guests: 'memory' });
    await it.build({ ...SSH, skip_create_image: true, temporary_key_pair_type });
    expect(it.sent('ImportKeyPair')).toMatchObject([{ PublicKeyBody: expect.stringMatching(`^${type} `) }]);
  });

  test('of type ed25519 goes by user data, beside that of the template', async () => {
    await using it = await rig({ guests: 'memory' });
    const seen: string[] = [];
    await it.build(
      {
        ...SSH,
        temporary_key_pair_type: 'ed25519',
        ssh_username: 'ecs-user',
        ssh_clear_authorized_keys: true,
        user_data: '#!/bin/sh\necho "grüß" > /root/from-template\n',
      },
      {
        provision: async (comm, data, signal) => {
          seen.push(
            data['SSHPublicKey'] ?? '',
            await shell(comm, 'id -un; sudo cat /root/from-template', signal),
          );
        },
      },
    );
    expect(it.sent('ImportKeyPair')).toEqual([]);
    expect(it.sent('RunInstances')[0]).not.toHaveProperty('KeyPairName');
    expect(seen[0]).toMatch(/^ssh-ed25519 /);
    expect(seen[1]).toBe('ecs-user\ngrüß');
    const [, body = ''] = (seen[0] ?? '').split(' ');
    const key = await readFile(join(it.folder, 'run1', 'key.pem'), 'utf8');
    expect(publicKeyOf(key)).toContain(body.trim());
    expect(await onImage(it, 'cat /home/ecs-user/.ssh/authorized_keys')).not.toContain(body.trim());
  });
});

describe('the host key', () => {
  test('that the console shows is verified at first contact, kept in the run and checked by the next process', async () => {
    await using it = await rig({ guests: 'memory' });
    const how = { runId: 'kept', onError: 'abort' as const };
    const failing = { ...how, provision: async () => Promise.reject(new Error('stop here')) };
    await expect(it.build(SSH, failing)).rejects.toThrow('stop here');
    const { hostKey } = await fact(it, 'connected', 'kept');
    expect(hostKey).toMatchObject({ proof: 'console', fingerprint: expect.stringMatching(/^SHA256:/) });
    const file = join(it.folder, 'kept', 'known_hosts');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/^i-\w+ ssh-ed25519 AAAA/);
    const looks = it.sent('GetInstanceConsoleOutput').length;
    await it.build(SSH, how);
    expect(it.sent('GetInstanceConsoleOutput')).toHaveLength(looks);
  });

  test('is believed at first use when the console may not be seen', async () => {
    await using it = await rig({
      guests: 'memory',
      faults: [{ action: 'GetInstanceConsoleOutput', code: 'Forbidden.RAM', status: 403 }],
    });
    await it.build({ ...SSH, skip_create_image: true });
    expect(await fact(it, 'connected')).toMatchObject({ hostKey: { proof: 'first-use' } });
  });

  test('with another fingerprint than the stated one ends the build', async () => {
    await using it = await rig({ guests: 'memory' });
    const settings = { ssh_host_key_fingerprint: `SHA256:${'A'.repeat(43)}`, ssh_handshake_attempts: 1 };
    await expect(it.build({ ...SSH, ...settings })).rejects.toMatchObject({
      code: 'connect-denied',
      message: expect.stringContaining('could not prove who it is'),
    });
    expect(it.left()).toEqual([]);
  });

  test.each(KINDS)(
    'of the strict mode is given to a %s guest and taken off before the image is made',
    { timeout: 90_000 },
    async (guests, why) => {
      if (why !== undefined) return;
      await using it = await rig({ guests });
      const strict = { ...SSH, ssh_host_key_check: 'strict', user_data: '#!/bin/sh\ntouch /root/booted\n' };
      const seen: string[] = [];
      await it.build(strict, {
        provision: async (comm, _data, signal) => {
          seen.push(await shell(comm, 'ls /root/booted; cat /etc/ssh/ssh_host_ed25519_key.pub', signal));
        },
      });
      const privateKey = await readFile(join(it.folder, 'run1', 'host-key.pem'), 'utf8');
      const [, body = ''] = publicKeyOf(privateKey).split(' ');
      expect(seen).toEqual([`/root/booted\nssh-ed25519 ${body}`]);
      expect(await fact(it, 'connected')).toMatchObject({ hostKey: { proof: 'user-data' } });
      expect(it.sent('GetInstanceConsoleOutput')).toEqual([]);
      const left = await onImage(
        it,
        `grep -rl ${body} /etc/ssh /var/lib/cloud; cat /etc/ssh/ssh_host_ed25519_key.pub`,
      );
      expect(left).toMatch(/^ssh-ed25519 /);
      expect(left).not.toContain(body);
      const journal = await readFile(join(it.folder, 'run1', 'journal.ndjson'), 'utf8');
      for (const secret of privateKey.split('\n').slice(1, -2)) expect(journal).not.toContain(secret);
    },
  );
});
