import { userInfo } from 'node:os';
import { int, string } from '../../template/schema/field.ts';
import { pathFindings } from '../local/paths.ts';
import { type TemporaryFile, temporaryFile } from '../local/temporary-file.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { type ProxyKeySettings, proxyKeys } from './proxy-keys.ts';
import { startSshProxy } from './ssh-proxy.ts';

/** Settings of the SSH server on loopback that tools of this machine reach the guest through. */
export const sshProxyFields = {
  local_port: int('First port to try for the SSH proxy, up to ten; any free one unless set.'),
  ssh_authorized_key_file: string('Public key that opens the proxy; a fresh one unless set.'),
  ssh_host_key_file: string('Private key that the proxy shows; a fresh one unless set.'),
} as const;

interface ProxySettings extends ProxyKeySettings {
  readonly user: string;
  readonly local_port: number;
}

interface ProxyAccessOptions {
  /** Name of the file that the key is put in. */
  readonly keyName: string;
  /** The usual one unless set. */
  readonly sftpCommand?: string;
}

/** A running proxy, and the file with the key that opens it; `undefined` where the user has the key. */
export interface ProxyAccess extends AsyncDisposable {
  readonly port: number;
  readonly keyFile: string | undefined;
}

/** The places in which Debian's, Red Hat's and older systems have the program. */
const SFTP =
  'for p in /usr/lib/sftp-server /usr/libexec/openssh/sftp-server /usr/lib/ssh/sftp-server /usr/libexec/sftp-server; ' +
  'do [ -x $p ] && exec $p -e; done; exec /usr/lib/openssh/sftp-server -e';

/** Starts a proxy and makes what a tool needs to use it. */
export async function proxyAccess(
  settings: ProxySettings,
  options: ProxyAccessOptions,
  scope: ProvisionScope,
): Promise<ProxyAccess> {
  const keys = await proxyKeys(settings);
  const { user, local_port: port } = settings;
  const proxy = await startSshProxy({ keys, user, port, sftpCommand: options.sftpCommand || SFTP }, scope);
  let file: TemporaryFile | undefined;
  const dispose = async (): Promise<void> => {
    await proxy[Symbol.asyncDispose]();
    await file?.[Symbol.asyncDispose]();
  };
  try {
    if (keys.private !== undefined)
      file = await temporaryFile({ name: options.keyName, content: keys.private });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { port: proxy.port, keyFile: file?.path, [Symbol.asyncDispose]: dispose };
}

export function keyFindings(settings: ProxyKeySettings): readonly string[] {
  return [
    ...pathFindings('ssh_authorized_key_file', settings.ssh_authorized_key_file, 'file'),
    ...pathFindings('ssh_host_key_file', settings.ssh_host_key_file, 'file'),
  ];
}

export function portFindings(port: number): readonly string[] {
  return port > 65_535 || port < 0 ? [finding.localPort(port)] : [];
}

/** Who runs this program; empty where the system has no name for it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

const finding = {
  localPort: (port: number) => `local_port: ${port} must be a valid port`,
} as const;

export function userFindings(user: string): readonly string[] {
  return user === '' ? ['user: could not determine current user from environment.'] : [];
}
