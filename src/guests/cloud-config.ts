import { quoted } from '../wire/quoted.ts';
import { reason } from '../wire/reason.ts';

/** What the guests understand of `#cloud-config`. */
interface CloudConfig {
  readonly keys: readonly string[];
  readonly users: readonly { readonly name: string; readonly keys: readonly string[] }[];
  /** Texts of host keys by the names of their files in /etc/ssh. */
  readonly hostKeys: Readonly<Record<string, string>>;
  readonly files: readonly { readonly path: string; readonly content: Buffer; readonly mode: number }[];
  readonly commands: readonly string[];
}

/**
 * Reads the YAML of cloud-init, which is that of version 1.1. Keys obeyed: ssh_authorized_keys, ssh_keys, users (name,
 * ssh_authorized_keys), write_files (path, content, permissions, encoding b64) and runcmd. Gives a reason when it is no YAML.
 */
export async function parseCloudConfig(text: string): Promise<CloudConfig | string> {
  const { parse } = await import('yaml');
  try {
    return toConfig(parse(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' }));
  } catch (error) {
    return reason(error);
  }
}

function toConfig(value: unknown): CloudConfig {
  const root = asMap(value);
  return {
    keys: asList(root['ssh_authorized_keys']).map(String),
    users: asList(root['users'])
      .map(asMap)
      .filter((user) => typeof user['name'] === 'string')
      .map((user) => ({ name: String(user['name']), keys: asList(user['ssh_authorized_keys']).map(String) })),
    hostKeys: hostKeysOf(asMap(root['ssh_keys'])),
    files: asList(root['write_files'])
      .map(asMap)
      .map((file) => ({
        path: String(file['path'] ?? ''),
        content: Buffer.from(
          String(file['content'] ?? ''),
          /^b(?:ase)?64$/.test(String(file['encoding'])) ? 'base64' : 'utf8',
        ),
        mode: modeOf(file['permissions'] ?? '0644'),
      })),
    commands: asList(root['runcmd']).map((item) =>
      Array.isArray(item) ? item.map((word) => quoted(String(word))).join(' ') : String(item),
    ),
  };
}

function hostKeysOf(keys: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const named = Object.entries(keys).flatMap(([name, text]) => {
    const [, type, half] = /^(\w+)_(private|public)$/.exec(name) ?? [];
    if (type === undefined) return [];
    return [[`ssh_host_${type}_key${half === 'public' ? '.pub' : ''}`, String(text)] as const];
  });
  return Object.fromEntries(named);
}

/** Without quotes YAML itself has read it as an octal number. */
function modeOf(permissions: unknown): number {
  return typeof permissions === 'number' ? permissions : Number.parseInt(String(permissions), 8);
}

function asMap(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
