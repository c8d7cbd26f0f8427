type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for this guest, by the rules that Packer follows: `HTTP_PROXY` or `HTTPS_PROXY`
 * by the protocol, never for this machine itself nor for what `NO_PROXY` lists.
 */
export function proxyFor(
  { host, port, https }: { readonly host: string; readonly port: number; readonly https: boolean },
  env: Environment,
): string | undefined {
  const name = https ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = env[name] || env[name.toLowerCase()] || '';
  if (proxy === '' || host === 'localhost' || host === '::1' || host.startsWith('127.')) return undefined;
  const exceptions = (env['NO_PROXY'] || env['no_proxy'] || '').split(/[\s,]+/);
  if (exceptions.some((exception) => excepts(exception.toLowerCase(), host.toLowerCase(), port)))
    return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

function excepts(exception: string, host: string, port: number): boolean {
  if (exception === '') return false;
  if (exception === '*') return true;
  if (exception.includes('/')) return inNetwork(host, exception);
  const [name = '', only] = exception.split(':');
  if (only !== undefined && only !== String(port)) return false;
  const suffix = name.replace(/^\*?\./, '');
  return host === suffix || host.endsWith(`.${suffix}`);
}

function inNetwork(host: string, network: string): boolean {
  const [base = '', length = '32'] = network.split('/');
  const [left, right] = [number(host), number(base)];
  if (left === undefined || right === undefined) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(left / size) === Math.floor(right / size);
}

function number(address: string): number | undefined {
  if (!/^\d+(\.\d+){3}$/.test(address)) return undefined;
  return address.split('.').reduce((all, part) => all * 256 + Number(part), 0);
}
