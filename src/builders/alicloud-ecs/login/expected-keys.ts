import type { Cloud } from '../../../cloud/port.ts';
import { publicKeysIn } from '../../../communicators/ssh/host-key.ts';
import type { Expected } from '../../../communicators/ssh/host-keys.ts';
import type { EcsConfig } from '../config.ts';
import { givenHostKey, givesHostKey } from './host-key.ts';

export interface Around {
  readonly config: EcsConfig;
  readonly folder: string;
  /** Unset where nobody looks into the cloud: then the console tells nothing. */
  readonly cloud: Cloud | undefined;
  readonly signal: AbortSignal;
}

/** What is known of the host key of an instance before it is met. */
export async function expectedKeys(id: string, { config, folder, cloud, signal }: Around): Promise<Expected> {
  if (config.communicator !== 'ssh' || config.ssh_host_key_check === 'off') return {};
  if (givesHostKey(config)) return { key: (await givenHostKey(folder)).wire };
  return cloud === undefined ? {} : { shown: () => keysOnConsole(cloud, id, signal) };
}

/** cloud-init prints the keys of a new guest on its console. One that shows none, or that we may not see, tells nothing. */
async function keysOnConsole(cloud: Cloud, id: string, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  const text = await cloud.instances.console(id, signal).catch(() => '');
  return publicKeysIn(text);
}
