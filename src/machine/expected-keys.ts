import type { CommunicatorConfig } from '../communicators/config.ts';
import { publicKeysIn } from '../communicators/ssh/host-key.ts';
import type { Expected } from '../communicators/ssh/host-keys.ts';
import { givenHostKey, givesHostKey } from './host-key.ts';

interface Around {
  readonly config: CommunicatorConfig;
  readonly folder: string;
  /** Text of the guest's console; unset where nobody can look at it. */
  console?(): Promise<string>;
}

/** What is known of the host key of a guest before it is met. */
export async function expectedKeys({ config, folder, console }: Around): Promise<Expected> {
  if (config.communicator !== 'ssh' || config.ssh_host_key_check === 'off') return {};
  if (givesHostKey(config)) return { key: (await givenHostKey(folder)).wire };
  return console === undefined ? {} : { shown: () => keysOn(console) };
}

/** cloud-init prints the keys of a new guest on its console. One that shows none, or that we may not see, tells nothing. */
async function keysOn(console: () => Promise<string>): Promise<readonly Uint8Array[]> {
  return publicKeysIn(await console().catch(() => ''));
}
