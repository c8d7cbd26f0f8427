import type { CommunicatorConfig } from './config.ts';
import { prepareSsh, type SshSecrets } from './prepare-ssh.ts';
import { finding } from './words.ts';

export interface PreparedCommunicator extends SshSecrets {
  /** The config with defaults filled in that depend on other settings (ports, timeouts). */
  readonly config: CommunicatorConfig;
  /** Mistakes, in Packer's words. */
  readonly findings: readonly string[];
  /** An SSH user is wanted and not given. Builders decide: a default with a warning, or `finding.usernameMissing`. */
  readonly usernameMissing: boolean;
}

const TYPES = ['none', 'ssh', 'winrm', 'docker', 'dockerWindowsContainer'];

/** Checks the communicator's settings and reads the key files; no network. */
export function prepareCommunicator(decoded: CommunicatorConfig): PreparedCommunicator {
  const config = filled(decoded);
  const secrets = {
    privateKey: undefined,
    certificate: undefined,
    bastionKey: undefined,
    bastionCertificate: undefined,
  };
  const nothing = { config, ...secrets, usernameMissing: false };
  if (!TYPES.includes(config.communicator))
    return { ...nothing, findings: [finding.communicatorType(config.communicator)] };
  if (config.communicator === 'winrm')
    return { ...nothing, findings: config.winrm_username === '' ? [finding.winrmUsername] : [] };
  if (config.communicator !== 'ssh') return { ...nothing, findings: [] };
  return { config, ...prepareSsh(config), usernameMissing: config.ssh_username === '' };
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
    ssh_host_key_check: config.ssh_host_key_check || 'first-use',
    ssh_transport: config.ssh_transport || 'auto',
    ssh_bastion_port: config.ssh_bastion_port || 22,
    ssh_proxy_port: config.ssh_proxy_port || 1080,
    ssh_proxy_type: config.ssh_proxy_type || 'socks5',
    winrm_port: config.winrm_port || (config.winrm_use_ssl ? 5986 : 5985),
    winrm_timeout: config.winrm_timeout || 30 * 60_000,
  });
}
