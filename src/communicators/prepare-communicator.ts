import { finding } from '../errors/word/communicator.ts';
import type { CommunicatorConfig } from './config.ts';
import { readKeyFile } from './key-file.ts';
import { type KeyPairType, validKeyBits } from './ssh/key-pair.ts';
import type { SshOptions } from './ssh/options.ts';
import { tunnelMistake } from './tunnel.ts';
import type { WinrmOptions } from './winrm/options.ts';
import { proxyFor } from './winrm/proxy.ts';

export interface PreparedCommunicator {
  /** The config with defaults filled in that depend on other settings (ports, timeouts). */
  readonly config: CommunicatorConfig;
  /** Text of `ssh_private_key_file` or `ssh_private_key`. */
  readonly privateKey: string | undefined;
  /** Mistakes, in Packer's words. */
  readonly findings: readonly string[];
  /** An SSH user is wanted and not given. Builders decide: a default with a warning, or `finding.usernameMissing`. */
  readonly usernameMissing: boolean;
}

const TYPES = ['none', 'ssh', 'winrm', 'docker', 'dockerWindowsContainer'];
const KEY_TYPES: readonly string[] = ['rsa', 'ecdsa', 'ed25519', 'dsa'];

/** Checks the communicator's settings and reads the key file; no network. */
export function prepareCommunicator(decoded: CommunicatorConfig): PreparedCommunicator {
  const config = filled(decoded);
  const nothing = { config, privateKey: undefined, usernameMissing: false };
  if (!TYPES.includes(config.communicator))
    return { ...nothing, findings: [finding.communicatorType(config.communicator)] };
  if (config.communicator === 'winrm')
    return { ...nothing, findings: config.winrm_username === '' ? [finding.winrmUsername] : [] };
  return config.communicator === 'ssh' ? prepareSsh(config) : { ...nothing, findings: [] };
}

/** How to connect with these settings. The agent is used only where `env` names one. */
export function sshOptions(
  prepared: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
  where: Pick<SshOptions, 'host' | 'port' | 'signal'>,
): SshOptions {
  const { config, privateKey } = prepared;
  const agent = env['SSH_AUTH_SOCK'];
  return {
    ...where,
    username: config.ssh_username,
    ...(config.ssh_password === '' ? {} : { password: config.ssh_password }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(agent !== undefined && config.ssh_agent_auth ? { agent } : {}),
    ...(agent !== undefined && !config.ssh_disable_agent_forwarding ? { forwardAgent: agent } : {}),
    timeout: config.ssh_timeout,
    handshakeAttempts: config.ssh_handshake_attempts,
    ciphers: config.ssh_ciphers,
    kex: config.ssh_key_exchange_algorithms,
    keepAlive: config.ssh_keep_alive_interval,
    pty: config.ssh_pty,
    readWriteTimeout: config.ssh_read_write_timeout,
    fileTransferMethod: config.ssh_file_transfer_method === 'sftp' ? 'sftp' : 'scp',
  };
}

/** How to connect over WinRM with these settings. The proxy is the one that `env` names, unless the template says none. */
export function winrmOptions(
  { config }: PreparedCommunicator,
  env: Readonly<Record<string, string | undefined>>,
  where: Pick<WinrmOptions, 'host' | 'port' | 'signal'>,
): WinrmOptions {
  const https = config.winrm_use_ssl;
  return {
    ...where,
    username: config.winrm_username,
    password: config.winrm_password,
    https,
    insecure: config.winrm_insecure,
    ntlm: config.winrm_use_ntlm,
    timeout: config.winrm_timeout,
    proxy: config.winrm_no_proxy ? undefined : proxyFor({ ...where, https }, env),
  };
}

function filled(config: CommunicatorConfig): CommunicatorConfig {
  return Object.freeze({
    ...config,
    communicator: config.communicator || 'ssh',
    ssh_port: config.ssh_port || 22,
    ssh_timeout: config.ssh_wait_timeout || config.ssh_timeout || 5 * 60_000,
    ssh_handshake_attempts: config.ssh_handshake_attempts || 10,
    ssh_keep_alive_interval: config.ssh_keep_alive_interval || 5000,
    ssh_file_transfer_method: config.ssh_file_transfer_method || 'scp',
    ssh_bastion_port: config.ssh_bastion_port || 22,
    ssh_proxy_port: config.ssh_proxy_port || 1080,
    winrm_port: config.winrm_port || (config.winrm_use_ssl ? 5986 : 5985),
    winrm_timeout: config.winrm_timeout || 30 * 60_000,
  });
}

function prepareSsh(config: CommunicatorConfig): PreparedCommunicator {
  const key = readKeyFile('ssh_private_key_file', config.ssh_private_key_file);
  const inline = config.ssh_private_key === '' ? undefined : config.ssh_private_key;
  return {
    config,
    privateKey: key.text ?? inline,
    usernameMissing: config.ssh_username === '',
    findings: [
      ...key.findings,
      ...temporaryKeyFindings(config),
      ...bastionFindings(config),
      ...transferFindings(config),
      ...tunnelFindings(config),
    ],
  };
}

function temporaryKeyFindings(config: CommunicatorConfig): readonly string[] {
  const { temporary_key_pair_type: type, temporary_key_pair_bits: bits } = config;
  if (!KEY_TYPES.includes(type)) return [finding.keyType(type)];
  if (!isKeyPairType(type) || validKeyBits(type, bits)) return [];
  return [finding.keyBits(type, bits)];
}

/** Whether keys of this type can be made here; DSA, which Packer still knows, is refused by every current server. */
export function isKeyPairType(type: string): type is KeyPairType {
  return KEY_TYPES.includes(type) && type !== 'dsa';
}

function bastionFindings(config: CommunicatorConfig): readonly string[] {
  if (config.ssh_bastion_host === '' || config.ssh_bastion_agent_auth) return [];
  if (config.ssh_bastion_private_key_file !== '')
    return readKeyFile('ssh_bastion_private_key_file', config.ssh_bastion_private_key_file).findings;
  return config.ssh_bastion_password === '' ? [finding.bastionAuth] : [];
}

function transferFindings(config: CommunicatorConfig): readonly string[] {
  const method = config.ssh_file_transfer_method;
  const both = config.ssh_bastion_host !== '' && config.ssh_proxy_host !== '';
  return [
    ...(method === 'scp' || method === 'sftp' ? [] : [finding.transferMethod(method)]),
    ...(both ? [finding.bastionAndProxy] : []),
  ];
}

function tunnelFindings(config: CommunicatorConfig): readonly string[] {
  return (['ssh_local_tunnels', 'ssh_remote_tunnels'] as const).flatMap((key) =>
    config[key].flatMap((tunnel) => {
      const mistake = tunnelMistake(tunnel);
      return mistake === undefined ? [] : [finding.tunnel(key, tunnel, mistake)];
    }),
  );
}
