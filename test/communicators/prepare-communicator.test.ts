import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommunicatorConfig, communicatorFields } from '../../src/communicators/config.ts';
import { noCommunicator } from '../../src/communicators/none.ts';
import { prepareCommunicator } from '../../src/communicators/prepare-communicator.ts';
import { makeKeyPair } from '../../src/communicators/ssh/key-pair.ts';
import { sshOptions } from '../../src/communicators/ssh-options.ts';
import { checkServed, unsupported } from '../../src/communicators/unsupported.ts';
import { winrmOptions } from '../../src/communicators/winrm-options.ts';
import { defaults } from '../../src/template/schema/field.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder('ecs-imagebuild-keys');

const config = (changes: Partial<CommunicatorConfig>): CommunicatorConfig => ({
  ...defaults(communicatorFields),
  ssh_username: 'root',
  ...changes,
});
const findings = (changes: Partial<CommunicatorConfig>) => prepareCommunicator(config(changes)).findings;

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

describe('communicator settings', () => {
  test('nothing but a username is fine', () => {
    const prepared = prepareCommunicator(config({}));
    expect(prepared).toMatchObject({ findings: [], usernameMissing: false, privateKey: undefined });
    const where = { host: 'h', port: 22, signal: new AbortController().signal };
    expect(sshOptions(prepared, {}, where)).toMatchObject({
      timeout: 300_000,
      handshakeAttempts: 10,
      keepAlive: 5000,
      fileTransferMethod: 'scp',
    });
  });

  test('a missing username is left to the builder', () => {
    expect(prepareCommunicator(config({ ssh_username: '' })).usernameMissing).toBe(true);
  });

  test('mistakes are worded as Packer words them', () => {
    expect(findings({ communicator: 'foo' })).toEqual(['Communicator type foo is invalid']);
    expect(findings({ communicator: 'winrm' })).toEqual(['winrm_username must be specified.']);
    expect(
      findings({
        ssh_private_key_file: '/nope/key',
        ssh_file_transfer_method: 'foo',
        ssh_bastion_host: 'b',
        ssh_proxy_host: 'p',
        ssh_local_tunnels: ['foo'],
        ssh_remote_tunnels: ['80:foo', 'a:b:c', '80:b:c', '8080:localhost:80'],
      }),
    ).toEqual([
      'ssh_private_key_file is invalid: stat /nope/key: no such file or directory',
      'ssh_bastion_private_key_file is invalid: stat /nope/key: no such file or directory',
      "ssh_file_transfer_method ('foo') is invalid, valid methods: sftp, scp",
      'please specify either ssh_bastion_host or ssh_proxy_host, not both',
      "ssh_local_tunnels ('foo') is invalid: Error parsing tunnel 'foo': [foo]",
      "ssh_remote_tunnels ('80:foo') is invalid: Error parsing forwarding, must be a tcp address: address foo: missing port in address",
      expect.stringContaining("ssh_remote_tunnels ('a:b:c') is invalid"),
      'ssh_remote_tunnels (\'80:b:c\') is invalid: Error parsing forwarding port, must be a valid port: strconv.Atoi: parsing "c": invalid syntax',
    ]);
  });

  test('private keys are read in every form', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const ed = generateKeyPairSync('ed25519').privateKey;
    const texts = [
      rsa.export({ type: 'pkcs1', format: 'pem' }),
      rsa.export({ type: 'pkcs8', format: 'pem' }),
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }),
      ed.export({ type: 'pkcs8', format: 'pem' }),
    ];
    for (const text of texts)
      expect(findings({ ssh_private_key_file: file('key', text.toString()) })).toEqual([]);
    const locked = rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    expect(findings({ ssh_private_key_file: file('locked', locked.toString()) })).toEqual([
      'ssh_private_key_file is invalid: Error setting up SSH config: ssh: this private key is passphrase protected; give the passphrase as ssh_private_key_passphrase',
    ]);
    const junk = file('junk', 'junk');
    expect(findings({ ssh_private_key_file: junk })).toEqual([
      `ssh_private_key_file is invalid: Error setting up SSH config: Failed to read key '${junk}': no key found`,
    ]);
  });

  test('a key of ssh-keygen with a passphrase is refused, one without is taken', () => {
    for (const [name, phrase, count] of [
      ['open', '', 0],
      ['closed', 'secret', 1],
    ] as const) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', phrase, '-f', join(folder, name)]);
      expect(findings({ ssh_private_key_file: join(folder, name) })).toHaveLength(count);
    }
  });

  test('keys that the library does not know are left to the programs of OpenSSH', async () => {
    const { privateKey } = await makeKeyPair('ed25519');
    const [head = '', ...rest] = privateKey.trim().split('\n');
    const bytes = Buffer.from(rest.slice(0, -1).join(''), 'base64').toString('latin1');
    const other = Buffer.from(bytes.replaceAll('ssh-ed25519', 'ssh-unknown'), 'latin1').toString('base64');
    const path = file('hardware', `${head}\n${other.replace(/(.{70})/g, '$1\n')}\n${rest.at(-1)}\n`);
    expect(findings({ ssh_private_key_file: path })).toHaveLength(1);
    expect(findings({ ssh_private_key_file: path, ssh_transport: 'openssh' })).toEqual([]);
  });

  test('certificates and settings of our own are checked', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = file('plain-key', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString());
    const of = (changes: Partial<CommunicatorConfig>) => findings({ ssh_private_key_file: key, ...changes });
    expect(of({ ssh_certificate_file: '/nope' })).toEqual([
      'ssh_private_key_file is invalid: unable to read certificate file: open /nope: no such file or directory',
    ]);
    expect(of({ ssh_certificate_file: key })).toEqual([
      'ssh_private_key_file is invalid: Error loading certificate',
    ]);
    const certificate = file('cert.pub', 'ssh-ed25519-cert-v01@openssh.com AAAAabc me\n');
    expect(of({ ssh_certificate_file: certificate })).toEqual([]);
    expect(of({ ssh_certificate_file: certificate, ssh_transport: 'builtin' })).toEqual([
      expect.stringContaining("ssh_certificate_file needs OpenSSH's own programs"),
    ]);
    const wrong = { ssh_host_key_check: 'maybe', ssh_host_key_fingerprint: 'abc', ssh_proxy_type: 'gopher' };
    expect(of(wrong)).toHaveLength(3);
  });

  test('what is not served is named, but only where it would be used', () => {
    expect(unsupported(config({}), {})).toEqual([]);
    expect(unsupported(config({ communicator: 'none', temporary_key_pair_type: 'dsa' }), {})).toEqual([]);
    expect(unsupported(config({ temporary_key_pair_type: 'dsa' }), {})).toHaveLength(1);
    expect(unsupported(config({ ssh_certificate_file: 'c' }), { PATH: '/nowhere' })).toEqual([
      'ssh_certificate_file is set, but no program "ssh" is on the PATH; install the OpenSSH client',
    ]);
    expect(() => checkServed(config({ communicator: 'winrm', winrm_password: 'p' }), {})).not.toThrow();
    expect(() => checkServed(config({ communicator: 'winrm' }), {})).toThrow('winrm_password is empty');
  });

  test('WinRM has ports by protocol, and the proxy of the environment unless the template says none', () => {
    const env = { HTTP_PROXY: 'http://proxy:1', HTTPS_PROXY: 'http://proxy:2' };
    const winrm = (changes: Partial<CommunicatorConfig>) => {
      const prepared = prepareCommunicator(
        config({ communicator: 'winrm', winrm_username: 'A', ...changes }),
      );
      const where = {
        host: '10.0.0.1',
        port: prepared.config.winrm_port,
        signal: new AbortController().signal,
      };
      const { port, https, ntlm, insecure, proxy, timeout } = winrmOptions(prepared, env, where);
      return { port, https, ntlm, insecure, proxy, timeout };
    };
    const plain = { port: 5985, https: false, ntlm: false, insecure: false, timeout: 1_800_000 };
    expect(winrm({})).toEqual({ ...plain, proxy: 'http://proxy:1/' });
    expect(winrm({ winrm_no_proxy: true, winrm_use_ntlm: true })).toEqual({
      ...plain,
      ntlm: true,
      proxy: undefined,
    });
    const secure = { ...plain, port: 5986, https: true, insecure: true, proxy: 'http://proxy:2/' };
    expect(winrm({ winrm_use_ssl: true, winrm_insecure: true })).toEqual(secure);
    expect(winrm({ winrm_port: 15985, winrm_timeout: 60_000 })).toMatchObject({
      port: 15985,
      timeout: 60_000,
    });
  });

  test('without a communicator every need of a guest is refused', async () => {
    const signal = new AbortController().signal;
    await expect(noCommunicator().upload({ content: '', mode: 0 }, '/x', { signal })).rejects.toThrow(
      "Upload is not implemented when communicator = 'none'",
    );
  });
});
