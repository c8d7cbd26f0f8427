import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectSsh } from '../../../src/communicators/ssh/connect.ts';
import { hasFingerprint, isFingerprint, publicKeysIn } from '../../../src/communicators/ssh/host-key.ts';
import { type HostKeyOptions, hostKeys } from '../../../src/communicators/ssh/host-keys.ts';
import { makeKeyPair } from '../../../src/communicators/ssh/key-pair.ts';
import { recordedHosts } from '../../../src/communicators/ssh/known-hosts.ts';
import { publicKeyOf } from '../../../src/communicators/ssh/private-key.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { noOpensshServer, type OpensshServer, opensshServer, suiteName } from './openssh-server.ts';

const folder = temporaryFolder('ecs-imagebuild-host-keys');

const blob = (line: string): Buffer => publicKeysIn(line)[0] ?? Buffer.alloc(0);

describe('fingerprints', () => {
  test.runIf(process.platform !== 'win32')('are those that ssh-keygen prints', async () => {
    const { publicKey } = await makeKeyPair('ecdsa', { bits: 256 });
    const file = join(folder, 'some.pub');
    writeFileSync(file, publicKey);
    for (const kind of ['sha256', 'md5']) {
      const printed =
        execFileSync('ssh-keygen', ['-l', '-E', kind, '-f', file], { encoding: 'utf8' }).split(' ')[1] ?? '';
      expect(isFingerprint(printed)).toBe(true);
      expect(hasFingerprint(blob(publicKey), printed)).toBe(true);
      expect(
        hasFingerprint(
          blob(publicKey),
          printed.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        ),
      ).toBe(false);
    }
  });

  test('nothing else is one', () => {
    for (const text of ['', 'SHA256:', 'MD5:ab', 'ssh-ed25519 AAAA', 'SHA1:abc'])
      expect(isFingerprint(text)).toBe(false);
  });

  test('keys are found in what a console shows', async () => {
    const pairs = await Promise.all([makeKeyPair('ed25519'), makeKeyPair('rsa')]);
    const console_ = `login:\r\n-----BEGIN SSH HOST KEY KEYS-----\r\n${pairs
      .map(({ publicKey }) => `[   12.3] ${publicKey} root@iZ\r\n`)
      .join('')}-----END SSH HOST KEY KEYS-----\r\nssh-rsa AAAAnonsense\r\n`;
    expect(publicKeysIn(console_)).toEqual(pairs.map(({ publicKey }) => blob(publicKey)));
  });
});

describe.skipIf(noOpensshServer)(suiteName('the host key of a real OpenSSH server'), () => {
  let server: OpensshServer;
  let key: Buffer;
  beforeAll(async () => {
    server = await opensshServer();
    key = blob(publicKeyOf(readFileSync(join(server.folder, 'host_key'), 'utf8')));
  });
  afterAll(() => server.stop());

  async function connectWith(options: HostKeyOptions) {
    const rules = hostKeys(options);
    const comm = await connectSsh({
      ...server.options,
      hostKeys: rules,
      hostKeyName: 'guest',
      handshakeAttempts: 3,
      retryInterval: 5,
    });
    await comm.close();
    return rules.proofOf('guest')?.proof;
  }

  const other = async () => blob((await makeKeyPair('ed25519')).publicKey);
  const refused = (reason: string) => ({
    code: 'connect-denied',
    message: expect.stringContaining(reason),
    hint: expect.stringContaining('ssh_host_key_fingerprint'),
  });

  test('is kept in a file for the user alone, in the form of OpenSSH, and checked ever after', async () => {
    const file = join(folder, 'known_hosts');
    const options = () => ({ check: 'first-use' as const, known: recordedHosts(file), file });
    expect(await connectWith(options())).toBe('first-use');
    expect(await connectWith(options())).toBe('recorded');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(execFileSync('ssh-keygen', ['-F', 'guest', '-f', file], { encoding: 'utf8' })).toContain(
      key.toString('base64'),
    );
    writeFileSync(file, `guest ssh-ed25519 ${(await other()).toString('base64')}\n`);
    await expect(connectWith(options())).rejects.toMatchObject(refused('is not the key that was met first'));
  });

  test('is believed by its fingerprint, and by no other', async () => {
    const printed = execFileSync('ssh-keygen', ['-lf', join(server.folder, 'host_key')], {
      encoding: 'utf8',
    });
    const fingerprints = [printed.split(' ')[1] ?? ''];
    for (const check of ['first-use', 'strict'] as const)
      expect(await connectWith({ check, expected: () => ({ fingerprints }) })).toBe('fingerprint');
    const wrong = {
      check: 'first-use',
      expected: () => ({ fingerprints: [`SHA256:${'A'.repeat(43)}`] }),
    } as const;
    await expect(connectWith(wrong)).rejects.toMatchObject(refused('another fingerprint'));
    expect(await connectWith({ ...wrong, check: 'off' })).toBe('none');
  });

  test('of another type is asked for when the fingerprint fits none of the first', async () => {
    const rsa = await makeKeyPair('rsa');
    const file = join(folder, 'rsa');
    writeFileSync(file, rsa.privateKey, { mode: 0o600 });
    const both = await opensshServer([`HostKey ${file}`]);
    const printed = execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' }).split(' ')[1] ?? '';
    const rules = hostKeys({ check: 'strict', expected: () => ({ fingerprints: [printed] }) });
    const comm = await connectSsh({ ...both.options, hostKeys: rules, hostKeyName: 'guest' });
    expect(rules.proofOf('guest')).toEqual({ proof: 'fingerprint', fingerprint: printed });
    await comm.close();
    both.stop();
  });

  test('is believed when the console shows it, refused when the console shows others', async () => {
    const shown = (...keys: Buffer[]) => ({
      check: 'first-use' as const,
      expected: () => ({ shown: async () => keys }),
    });
    expect(await connectWith(shown(await other(), key))).toBe('console');
    expect(await connectWith(shown())).toBe('first-use');
    await expect(connectWith(shown(await other()))).rejects.toMatchObject(refused('console'));
  });

  test('is believed when it was given to the guest', async () => {
    expect(await connectWith({ check: 'strict', expected: () => ({ key }) })).toBe('user-data');
    const given = await other();
    await expect(connectWith({ check: 'strict', expected: () => ({ key: given }) })).rejects.toMatchObject(
      refused('is not the key that was given to the guest'),
    );
    await expect(connectWith({ check: 'strict' })).rejects.toMatchObject(refused('is not known'));
  });

  test('is asked for by the algorithms that were stated', async () => {
    const comm = connectSsh({ ...server.options, hostKeyAlgorithms: ['rsa-sha2-512'], timeout: 300 });
    await expect(comm).rejects.toMatchObject({ hint: expect.stringContaining('host key format') });
  });
});
