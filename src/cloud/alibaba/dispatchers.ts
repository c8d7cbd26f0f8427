import type { Dispatcher } from 'undici';
import { Agent, EnvHttpProxyAgent } from './http.ts';

/** Connections to wherever a request goes: through the environment's proxy, or directly on this machine. */
export interface Dispatchers {
  for(url: URL): Dispatcher;
  close(): Promise<void>;
}

const connections = { connect: { timeout: 10_000 }, keepAliveTimeout: 30_000 };

export function openDispatchers(): Dispatchers {
  const direct = new Agent(connections);
  const viaEnvironment = new EnvHttpProxyAgent(connections);
  return {
    for: (url) => (isLoopback(url) ? direct : viaEnvironment),
    close: async () => void (await Promise.all([direct.destroy(), viaEnvironment.destroy()])),
  };
}

/** As Go does, and so Packer: what runs on this machine is never asked for through a proxy. */
function isLoopback(url: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
}
