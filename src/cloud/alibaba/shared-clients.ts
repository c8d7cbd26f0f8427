import { type Client, type ClientOptions, openClient } from './client.ts';

interface Shared {
  readonly client: Client;
  users: number;
}

interface Lease {
  readonly client: Client;
  /** Ends the connections when nobody else uses them. Again is nothing. */
  close(): Promise<void>;
}

const open = new Map<string, Shared>();

/** One client for all who come with the same credentials, endpoints. */
export function leaseClient(options: ClientOptions): Lease {
  const { credentials, endpointUrl, customEndpointEcs, timeout, patience } = options;
  const key = JSON.stringify([credentials.identity, endpointUrl, customEndpointEcs, timeout, patience]);
  const shared = open.get(key) ?? { client: openClient(options), users: 0 };
  open.set(key, shared);
  shared.users += 1;
  let held = true;
  const close = async () => {
    if (!held) return;
    held = false;
    shared.users -= 1;
    if (shared.users > 0) return;
    open.delete(key);
    await shared.client.close();
  };
  return { client: shared.client, close };
}
