import { BlockList, isIP } from 'node:net';
import { badProxy } from './words.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, by the rules of Go's standard library, which Packer follows: `HTTP_PROXY` or
 * `HTTPS_PROXY` by the protocol, `http://` unless it says another, never for this machine itself nor for what `NO_PROXY` lists.
 * Throws config-invalid where the variable holds no address; its user and password are not shown.
 */
export function proxyFor(url: URL, env: EnvironmentVariables): URL | undefined {
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = variable(name, env);
  if (value === '' || isLoopback(url) || isExcepted(url, variable('NO_PROXY', env))) return undefined;
  const address = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(address) ? new URL(address) : undefined;
  if (proxy === undefined || proxy.hostname === '' || !/^(https?|socks5?):$/.test(proxy.protocol))
    throw badProxy(name, value.replace(/^([^/]*:\/\/)?.*@/s, '$1'));
  return proxy;
}

function variable(name: string, env: EnvironmentVariables): string {
  return env[name] || env[name.toLowerCase()] || '';
}

/** What runs on this machine is never asked for through a proxy. */
function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** A name with all below it; with a dot before it only what is below; an address, a network, `*`; each also with a port. */
function isExcepted(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((exception) => exception !== '')
    .some((exception) => excepts(exception, host, port));
}

function excepts(exception: string, host: string, port: string): boolean {
  if (exception === '*') return true;
  if (exception.includes('/')) return inNetwork(host, exception);
  if (exception === host) return true;
  const [, bracketed, bare = '', only] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(exception) ?? [];
  if (only !== undefined && only !== port) return false;
  const name = (bracketed ?? bare).replace(/^\*\./, '.');
  if (isIP(host) !== 0) return name === host;
  return name !== '' && (name === host || host.endsWith(name.startsWith('.') ? name : `.${name}`));
}

function inNetwork(host: string, network: string): boolean {
  const [base = '', length = ''] = network.split('/');
  const kinds = [isIP(host), isIP(base)];
  const most = kinds[1] === 4 ? 32 : 128;
  if (kinds[0] === 0 || kinds[1] === 0 || !/^\d+$/.test(length) || Number(length) > most) return false;
  const block = new BlockList();
  block.addSubnet(base, Number(length), kinds[1] === 4 ? 'ipv4' : 'ipv6');
  return block.check(host, kinds[0] === 4 ? 'ipv4' : 'ipv6');
}
