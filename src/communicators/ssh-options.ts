import type { CommunicatorConfig } from './config.ts';
import type { PreparedCommunicator } from './prepare-communicator.ts';
import { stated, transportOf } from './prepare-ssh.ts';
import { type Expected, type HostKeys, hostKeys } from './ssh/host-keys.ts';
import { hostName, recordedHosts } from './ssh/known-hosts.ts';
import type { Login, Prompt, SshOptions } from './ssh/options.ts';
import { parseTunnel } from './tunnel.ts';

/** Where a connection goes, and what the build knows besides the settings. */
export interface Surroundings extends Pick<SshOptions, 'host' | 'port' | 'signal' | 'hostKeyName'> {
  /** File of the run in which host keys are kept; without one they are known for the life of the connection. */
  readonly knownHosts?: string;
  /** What the builder knows of the guest's host key. */
  readonly expected?: Expected;
  /** Asks a person; unset where nobody can be asked. */
  ask?(prompt: Prompt): Promise<string>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** How to connect with these settings. The agent is used only where `env` names one. */
export function sshOptions(prepared: PreparedCommunicator, env: Env, where: Surroundings): SshOptions {
  const { config } = prepared;
  const { knownHosts: _, expected: _known, ask, ...place } = where;
  const agent = env['SSH_AUTH_SOCK'];
  return {
    ...place,
    transport: transportOf(config),
    username: config.ssh_username,
    ...present({
      password: config.ssh_password,
      privateKey: prepared.privateKey,
      certificate: prepared.certificate,
    }),
    ...(agent !== undefined && config.ssh_agent_auth ? { agent } : {}),
    ...(agent !== undefined && !config.ssh_disable_agent_forwarding ? { forwardAgent: agent } : {}),
    ...wayOf(prepared, { agent, ask }),
    ...limitsOf(config),
    pty: config.ssh_pty,
    fileTransferMethod: config.ssh_file_transfer_method === 'sftp' ? 'sftp' : 'scp',
    localTunnels: config.ssh_local_tunnels.map(parseTunnel),
    remoteTunnels: config.ssh_remote_tunnels.map(parseTunnel),
    hostKeys: hostKeysOf(config, where),
  };
}

function limitsOf(config: CommunicatorConfig) {
  return {
    timeout: config.ssh_timeout,
    handshakeAttempts: config.ssh_handshake_attempts,
    ciphers: config.ssh_ciphers,
    kex: config.ssh_key_exchange_algorithms,
    hostKeyAlgorithms: config.ssh_host_key_algorithms,
    keepAlive: config.ssh_keep_alive_interval,
    readWriteTimeout: config.ssh_read_write_timeout,
  };
}

/** What lies between here and the guest. */
function wayOf(
  { config, bastionKey, bastionCertificate }: PreparedCommunicator,
  { agent, ask }: { readonly agent: string | undefined; readonly ask: Surroundings['ask'] },
): Pick<SshOptions, 'bastion' | 'proxy'> {
  if (config.ssh_bastion_host !== '') {
    const bastion: Login = {
      host: config.ssh_bastion_host,
      port: config.ssh_bastion_port,
      username: config.ssh_bastion_username,
      ...present({
        password: config.ssh_bastion_password,
        privateKey: bastionKey,
        certificate: bastionCertificate,
      }),
      ...(agent !== undefined && config.ssh_bastion_agent_auth ? { agent } : {}),
      ...(config.ssh_bastion_interactive && ask !== undefined ? { answer: ask } : {}),
    };
    return { bastion };
  }
  if (config.ssh_proxy_host === '') return {};
  return {
    proxy: {
      type: config.ssh_proxy_type === 'http' ? 'http' : 'socks5',
      host: config.ssh_proxy_host,
      port: config.ssh_proxy_port,
      username: config.ssh_proxy_username,
      password: config.ssh_proxy_password,
    },
  };
}

function hostKeysOf(config: CommunicatorConfig, where: Surroundings): HostKeys {
  const guest = where.hostKeyName ?? hostName(where.host, where.port);
  const bastion = hostName(config.ssh_bastion_host, config.ssh_bastion_port);
  const fingerprints = stated(config.ssh_host_key_fingerprint);
  const ofBastion = stated(config.ssh_bastion_host_key_fingerprint);
  const check = config.ssh_host_key_check;
  return hostKeys({
    check: check === 'strict' || check === 'off' ? check : 'first-use',
    ...(where.knownHosts === undefined
      ? {}
      : { known: recordedHosts(where.knownHosts), file: where.knownHosts }),
    expected(name) {
      if (name === guest) return { ...where.expected, ...(fingerprints.length > 0 && { fingerprints }) };
      // Strict is about the guest: a jump host is nothing that a build could give a key to.
      return name === bastion ? { fingerprints: ofBastion, lenient: true } : {};
    },
  });
}

function present<T extends Readonly<Record<string, string | undefined>>>(
  values: T,
): { [K in keyof T]?: string } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given) as { [K in keyof T]?: string };
}
