import { join } from 'node:path';
import type { CommunicatorConfig } from '../communicators/config.ts';
import { publicKeysIn } from '../communicators/ssh/host-key.ts';
import { makeKeyPair } from '../communicators/ssh/key-pair.ts';
import { publicKeyOf } from '../communicators/ssh/private-key.ts';
import { keptSecret } from './kept-secret.ts';

/** The host key that is made here and given to the guest. */
export interface GivenHostKey {
  /** OpenSSH text. */
  readonly privateKey: string;
  readonly publicKey: string;
  /** Public half in wire form. */
  readonly wire: Uint8Array;
}

/** Whether the guest gets its host key from here: strict, unless its fingerprint is known already. */
export function givesHostKey(config: CommunicatorConfig): boolean {
  return (
    config.communicator === 'ssh' &&
    config.ssh_host_key_check === 'strict' &&
    config.ssh_host_key_fingerprint === ''
  );
}

/** The host key of a run: `host-key.pem` in its folder (0600), made when it is asked for first. */
export async function givenHostKey(folder: string): Promise<GivenHostKey> {
  const make = async () => (await makeKeyPair('ed25519')).privateKey;
  const privateKey = await keptSecret(join(folder, 'host-key.pem'), make);
  const publicKey = publicKeyOf(privateKey);
  return { privateKey, publicKey, wire: publicKeysIn(publicKey)[0] ?? Buffer.alloc(0) };
}
