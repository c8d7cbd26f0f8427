import { env as ownEnvironment } from 'node:process';
import type { Dispatcher } from 'undici';
import { type EnvironmentVariables, proxyFor } from './proxy.ts';
import { Agent, ProxyAgent } from './request.ts';

/** Connections to wherever a request goes: through the environment's proxy, or directly. */
export interface Dispatchers {
  /** Throws config-invalid where the environment's proxy has no address. */
  for(url: URL): Dispatcher;
  close(): Promise<void>;
}

const connections = { connect: { timeout: 10_000 }, keepAliveTimeout: 30_000 };

/**
 * Connections are kept for later requests. A service that is asked by https goes through `HTTP_PROXY` where there is no
 * `HTTPS_PROXY`: Packer asks it by http, so that this is the one that people have set.
 */
export function openDispatchers(env: EnvironmentVariables = ownEnvironment): Dispatchers {
  const open = new Map<string, Dispatcher>();
  const make = (proxy: URL | undefined) =>
    proxy === undefined ? new Agent(connections) : new ProxyAgent({ ...connections, uri: proxy.href });
  return {
    for(url) {
      const proxy = proxyFor(url, env) ?? proxyFor(asHttp(url), env);
      const key = proxy?.href ?? '';
      const dispatcher = open.get(key) ?? make(proxy);
      open.set(key, dispatcher);
      return dispatcher;
    },
    close: async () => void (await Promise.all([...open.values()].map((dispatcher) => dispatcher.destroy()))),
  };
}

function asHttp({ host }: URL): URL {
  return new URL(`http://${host}`);
}
