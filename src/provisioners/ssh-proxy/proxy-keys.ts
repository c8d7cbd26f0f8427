import { readFile } from 'node:fs/promises';
import ssh2, { type ParsedKey } from 'ssh2';
import { makeKeyPair } from '../../communicators/ssh/key-pair.ts';
import { readPrivateKey } from '../../communicators/ssh/private-key.ts';
import { BuildError } from '../../errors/build-error.ts';

export interface ProxyKeySettings {
  readonly ssh_host_key_file: string;
  readonly ssh_authorized_key_file: string;
}

export interface ProxyKeys {
  /** Text of the private key that the proxy shows. */
  readonly host: string;
  /** The one key that opens it. */
  readonly authorized: ParsedKey;
  /** Text of that key's private half, where it was made here. */
  readonly private: string | undefined;
}

/** The keys of one run: those that the settings name, fresh ones else. Every SSH client knows keys of this type. */
export async function proxyKeys(settings: ProxyKeySettings): Promise<ProxyKeys> {
  const [host, user] = await Promise.all([
    hostKey(settings.ssh_host_key_file),
    userKey(settings.ssh_authorized_key_file),
  ]);
  return { host, ...user };
}

async function hostKey(path: string): Promise<string> {
  if (path === '') return (await makeKeyPair('ecdsa', { bits: 256 })).privateKey;
  const refuse = (what: string) =>
    proxyKeyUnreadable(
      'ssh_host_key_file',
      `error creating host signer: Failed to ${what} private host key`,
      path,
    );
  const text = await readFile(path, 'utf8').catch(() => {
    throw refuse('load');
  });
  const key = readPrivateKey(text);
  if (!key.found) throw refuse('parse');
  return key.text;
}

async function userKey(path: string): Promise<Pick<ProxyKeys, 'authorized' | 'private'>> {
  if (path === '') {
    const made = await makeKeyPair('ecdsa', { bits: 256 });
    return { authorized: publicKey(made.publicKey, path), private: made.privateKey };
  }
  const text = await readFile(path, 'utf8').catch(() => {
    throw proxyKeyUnreadable('ssh_authorized_key_file', 'Failed to read public key', path);
  });
  return { authorized: publicKey(text.trim(), path), private: undefined };
}

function publicKey(text: string, path: string): ParsedKey {
  const key = ssh2.utils.parseKey(text);
  if (key instanceof Error || Array.isArray(key))
    throw proxyKeyUnreadable('ssh_authorized_key_file', 'Failed to parse authorized key', path);
  return key;
}

const proxyKeyUnreadable = (setting: string, message: string, path: string): BuildError =>
  new BuildError('provision-failed', message, { hint: `Look at ${path}, which "${setting}" names.` });
