import { BuildError, type BuildErrorOptions } from '../errors/build-error.ts';

export const cancelledDuring = (what: string): BuildError =>
  new BuildError('cancelled', `Cancelled: ${what}`);

/** Packer's sentence, with what the last try met as the way out. */
export const sshTimeout = (address: string, last: string): BuildError =>
  new BuildError('connect-timeout', 'Timeout waiting for SSH.', {
    hint: `The last try to reach ${address} ended with: ${last}. A larger ssh_timeout waits longer.`,
    data: { address, last },
  });

export const sshDenied = (address: string, username: string, attempts: number, last: string): BuildError =>
  new BuildError(
    'connect-denied',
    'Error waiting for SSH: Packer experienced an authentication error when trying to connect via SSH. ' +
      `This can happen if your username/password are wrong. original error: ${last}`,
    {
      hint: `${address} refused the user "${username}" ${attempts} times; check ssh_username and the key or password, or raise ssh_handshake_attempts.`,
      data: { address, username, attempts },
    },
  );

export const sshSettings = (address: string, reason: string): BuildError =>
  new BuildError('config-invalid', `SSH settings for ${address} cannot be used: ${reason}`, {
    hint: 'Check ssh_ciphers, ssh_key_exchange_algorithms and the private key.',
  });

export const hostKeyChanged = (address: string, reason: string): BuildError =>
  new BuildError('connect-denied', `The host key of ${address} changed during the build: ${reason}`, {
    hint: 'Another machine may answer there now, or a script replaced the host keys before a restart; replace them in the last script instead.',
    data: { address },
  });

export const hostKeyRefused = (address: string, reason: string): BuildError =>
  new BuildError('connect-denied', `${address} could not prove who it is: ${reason}`, {
    hint: 'Nothing was sent to it. Compare with the fingerprints of the machine (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), and correct ssh_host_key_fingerprint; "ssh_host_key_check": "off" believes any key.',
    data: { address },
  });

export const tunnelFailed = (
  key: string,
  tunnel: { readonly port: number; readonly host: string; readonly targetPort: number },
  reason: string,
): BuildError =>
  new BuildError(
    'config-invalid',
    `${key} ('${tunnel.port}:${tunnel.host}:${tunnel.targetPort}') cannot be opened: ${reason}`,
    {
      hint:
        key === 'ssh_local_tunnels'
          ? 'Another program of this machine may use the port; take a free one.'
          : 'The SSH server may forbid it (AllowTcpForwarding), or the port is in use on the guest.',
    },
  );

export const connectionLost = (address: string, reason: string, cause?: unknown): BuildError =>
  new BuildError('connection-lost', `The SSH connection to ${address} was lost: ${reason}`, optional(cause));

export const connectionClosed = (address: string): BuildError =>
  new BuildError('connection-lost', `The SSH connection to ${address} is closed.`);

/** Packer's sentence, with what the last try met as the way out. */
export const winrmTimeout = (address: string, last: string): BuildError =>
  new BuildError('connect-timeout', 'Timeout waiting for WinRM.', {
    hint: `The last try to reach ${address} ended with: ${last}. A larger winrm_timeout waits longer.`,
    data: { address, last },
  });

export const winrmLost = (address: string, reason: string, cause?: unknown): BuildError =>
  new BuildError(
    'connection-lost',
    `The WinRM connection to ${address} was lost: ${reason}`,
    optional(cause),
  );

export const winrmScriptFailed = (what: string, said: string, code: number): BuildError =>
  new BuildError(
    'transfer-failed',
    `${what}: ${said === '' ? `PowerShell on the guest ended with exit code ${code} and told no reason` : said}`,
  );

export const transferDamaged = (what: string, ours: string, theirs: string): BuildError =>
  new BuildError('transfer-failed', `${what}: the file arrived damaged`, {
    hint: `Length and SHA-256 here: ${ours}; on the guest: ${theirs}. Run it again; a proxy on the way may change what goes through.`,
  });

export const transferFailed = (message: string, cause?: unknown): BuildError =>
  new BuildError('transfer-failed', message, optional(cause));

export const scpMissing = (): BuildError =>
  new BuildError(
    'transfer-failed',
    'SCP failed to start. This usually means that SCP is not\nproperly installed on the remote system.',
    {
      hint: 'Install the OpenSSH clients on the image, or set "ssh_file_transfer_method": "sftp".',
    },
  );

export const notImplemented = (what: string, communicator: string): BuildError =>
  new BuildError('component-unsupported', `${what} is not implemented when communicator = '${communicator}'`);

export const communicatorUnsupported = (findings: readonly string[]): BuildError =>
  new BuildError('component-unsupported', findings.join('\n'), {
    hint: 'These settings are understood but not served yet; remove them, or build this template with Packer.',
  });

export const assistantSilent = (instance: string, milliseconds: number): BuildError =>
  new BuildError(
    'connect-timeout',
    `Timeout waiting for Cloud Assistant: the agent of ${instance} did not answer within ${Math.round(milliseconds / 1000)} s.`,
    { hint: 'The image has to bring the agent (public images do). A larger ssh_timeout waits longer.' },
  );

export const assistantRefused = (instance: string, code: string, info: string): BuildError =>
  new BuildError(
    'connection-lost',
    `Cloud Assistant could not do its work on ${instance}: ${info || 'no reason was given'} (${code || 'no code'}).`,
    { data: { instance, code } },
  );

export const assistantShell = (): BuildError =>
  new BuildError(
    'component-unsupported',
    'Cloud Assistant gives no shell: this build has no connection to its guest.',
    {
      hint: 'Use the session manager of the console, or build with communicator ssh.',
    },
  );
export const winrmPasswordMissing = (): BuildError =>
  new BuildError('config-invalid', 'winrm_password is empty, and WinRM has no other way to log in.', {
    hint: 'Set winrm_password; a new instance gets it as the password of Administrator.',
  });

/** Findings of a configuration check, in Packer's words where it has any. */
export const finding = {
  communicatorType: (type: string) => `Communicator type ${type} is invalid`,
  usernameMissing:
    'An ssh_username must be specified\n  Note: some builders used to default ssh_username to "root".',
  file: (key: string, reason: string) => `${key} is invalid: ${reason}`,
  noKeyFound: (path: string) => `Error setting up SSH config: Failed to read key '${path}': no key found`,
  passphrase: (key: string) =>
    `Error setting up SSH config: ssh: this private key is passphrase protected; give the passphrase as ${key}`,
  certificateMissing: (path: string, reason: string) =>
    `unable to read certificate file: open ${path}: ${reason}`,
  certificateUnreadable: 'Error loading certificate',
  certificateNeedsOpenssh: (key: string) =>
    `${key} needs OpenSSH's own programs; leave ssh_transport out, or set it to "openssh"`,
  opensshMissing: (why: string) => `${why}, but no program "ssh" is on the PATH; install the OpenSSH client`,
  opensshPlatform: (why: string) => `${why}, which Windows cannot serve; use another system for this build`,
  oneOf: (key: string, value: string, values: readonly string[]) =>
    `${key} ('${value}') is invalid, valid values: ${values.join(', ')}`,
  fingerprint: (key: string, value: string) =>
    `${key} ('${value}') is no fingerprint; ssh-keygen -l prints it as SHA256:...`,
  strictNeedsUserData:
    'ssh_host_key_check "strict" needs ssh_host_key_fingerprint here: nothing gives this machine a host key made for the build',
  keyUnreadable: (reason: string) => `Error setting up SSH config: ${reason}`,
  bastionAuth: 'ssh_bastion_password or ssh_bastion_private_key_file must be specified',
  transferMethod: (method: string) =>
    `ssh_file_transfer_method ('${method}') is invalid, valid methods: sftp, scp`,
  bastionAndProxy: 'please specify either ssh_bastion_host or ssh_proxy_host, not both',
  tunnel: (key: string, tunnel: string, reason: string) => `${key} ('${tunnel}') is invalid: ${reason}`,
  keyType: (type: string) =>
    `temporary_key_pair_type ('${type}') is invalid, valid types: rsa, ecdsa, ed25519`,
  keyBits: (type: string, bits: number) =>
    `temporary_key_pair_bits (${bits}) is invalid for a key of type ${type}`,
  winrmUsername: 'winrm_username must be specified.',
  unspecified: (what: string) =>
    `${what} must be specified, please reference your communicator documentation`,
  oneWayIn: 'only one of ssh_agent_auth, ssh_password, and ssh_private_key_file must be specified',
} as const;

/** What is accepted in a template but not served yet. */
export const unserved = {
  docker: (type: string) => `The communicator ${type} works with the docker builder only.`,
  key: (key: string) => `${key} is not available.`,
} as const;

function optional(cause: unknown): BuildErrorOptions {
  return cause === undefined ? {} : { cause };
}
