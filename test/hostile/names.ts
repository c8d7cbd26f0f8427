import dns from 'node:dns';

/** Host names of this test that cannot be looked up now, with how often still. */
const failing = new Map<string, number>();
const DOMAIN = '.hostile.test';
let hosts = 0;

type Callback = (error: Error | null, address?: unknown, family?: number) => void;

/** From now on host names of this test lead to this machine, unless their lookup is to fail; all others as before. */
export function serveNames(): void {
  const real = dns.lookup;
  const lookup = (name: string, options: dns.LookupOptions | Callback, done?: Callback) => {
    const callback = typeof options === 'function' ? options : done;
    if (!name.endsWith(DOMAIN) || callback === undefined)
      return Reflect.apply(
        real,
        dns,
        [name, options, done].filter((value) => value !== undefined),
      );
    const left = failing.get(name) ?? 0;
    failing.set(name, left - 1);
    if (left > 0) return process.nextTick(callback, notFound(name));
    const all = typeof options === 'object' && options.all === true;
    const [address, family] = ['127.0.0.1', 4];
    return all
      ? process.nextTick(callback, null, [{ address, family }])
      : process.nextTick(callback, null, address, family);
  };
  Object.assign(dns, { lookup });
}

/** A host name of one's own. */
export function ownHost(): string {
  hosts += 1;
  return `cloud-${hosts}${DOMAIN}`;
}

/** The next lookups of this name fail; 0: they work again. */
export function failLookups(name: string, times: number): void {
  failing.set(name, times);
}

function notFound(name: string): Error {
  const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
  return Object.assign(error, { code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: name });
}
