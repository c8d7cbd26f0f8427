import { appendFileSync, readFileSync } from 'node:fs';
import { keyType, publicKeysIn } from './host-key.ts';

/** Host keys by the name of their host. */
export interface KnownHosts {
  keysOf(name: string): readonly Buffer[];
  add(name: string, key: Uint8Array): void;
}

/** Host keys that are known for as long as this object lives. */
export function rememberedHosts(): KnownHosts {
  const hosts = new Map<string, readonly Buffer[]>();
  return {
    keysOf: (name) => hosts.get(name) ?? [],
    add: (name, key) => void hosts.set(name, [...(hosts.get(name) ?? []), Buffer.from(key)]),
  };
}

/** Host keys in a file of OpenSSH's own form, so that its programs check the same ones. */
export function recordedHosts(file: string): KnownHosts {
  return {
    keysOf: (name) =>
      read(file)
        .split('\n')
        .filter((line) => line.split(' ')[0]?.split(',').includes(name))
        .flatMap(publicKeysIn),
    add: (name, key) => appendFileSync(file, hostLine(name, key), { mode: 0o600, flush: true }),
  };
}

/** How known_hosts names an address: the port only where it is not SSH's own. */
export function hostName(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/** One line of known_hosts. */
export function hostLine(name: string, key: Uint8Array): string {
  return `${name} ${keyType(key)} ${Buffer.from(key).toString('base64')}\n`;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
