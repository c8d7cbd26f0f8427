import ssh2 from 'ssh2';
import { type GuestFiles, makeDirectories, readText, writeWhole } from '../files.ts';

const path = '/etc/ssh/ssh_host_ed25519_key';

/** The guest's host key: made at its first boot, then kept on its disk, so a restarted guest is recognised. */
export async function hostKey(files: GuestFiles): Promise<string> {
  const kept = await readText(files, path);
  if (kept !== '' && !(ssh2.utils.parseKey(kept) instanceof Error)) return kept;
  const made = newHostKey();
  await makeDirectories(files, '/etc/ssh');
  await writeWhole(files, path, made.private, 0o600);
  await writeWhole(files, `${path}.pub`, `${made.public}\n`, 0o644);
  return made.private;
}

/** ssh2 writes about one ed25519 key in 230 in a form that it cannot read itself (1.17.0): then another one is made. */
export function newHostKey(): { readonly private: string; readonly public: string } {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519', { comment: 'root@guest' });
    if (!(ssh2.utils.parseKey(made.private) instanceof Error)) return made;
  }
}

/** The public half of a private key as authorized_keys and known_hosts write it. */
export function publicLine(privateKey: string): string {
  const key = ssh2.utils.parseKey(privateKey);
  return key instanceof Error ? '' : `${key.type} ${key.getPublicSSH().toString('base64')}`;
}
