import { bool, type Decoded, duration, int, string, strings } from '../template/schema/field.ts';

const secret = { secret: true } as const;
const MINUTE = 60_000;

/** Settings that every builder with a guest takes (`communicator` and its `ssh_*` and `winrm_*` keys). */
export const communicatorFields = {
  communicator: string('How to talk to the guest: `ssh`, `winrm` or `none`.', 'ssh'),
  pause_before_connecting: duration(
    'Time to wait after the first successful connection, before the guest is connected to again for good.',
  ),
  ssh_host: string('Address to connect to; most builders find it themselves.'),
  ssh_port: int('TCP port of the SSH server.', 22),
  ssh_username: string('User to log in as.'),
  ssh_password: string('Password of that user, also given to keyboard-interactive prompts.', '', secret),
  ssh_keypair_name: string(
    'Name of a key pair that exists in the cloud; its private key comes from `ssh_private_key_file` or an agent.',
  ),
  temporary_key_pair_name: string('Name of the key pair that is made for this build.'),
  temporary_key_pair_type: string(
    'Type of that key pair: `rsa`, `ecdsa` or `ed25519`; the cloud takes no `ed25519`, which goes by user data.',
    'rsa',
  ),
  temporary_key_pair_bits: int('Size of that key pair; 0 takes a size that suits the type.'),
  ssh_ciphers: strings('Ciphers to offer, instead of the usual ones.'),
  ssh_key_exchange_algorithms: strings('Key exchange algorithms to offer, instead of the usual ones.'),
  ssh_host_key_algorithms: strings('Host key algorithms to accept, instead of the usual ones.'),
  ssh_host_key_check: string(
    '`first-use` believes the first key unless something better is known, `strict` gives the guest a key made here, `off` believes any.',
    'first-use',
  ),
  ssh_host_key_fingerprint: string(
    'Fingerprint that the host key must have (`SHA256:...`); several with commas.',
  ),
  ssh_transport: string(
    '`builtin`, or `openssh` for the programs of this machine; `auto` takes those for certificates alone.',
    'auto',
  ),
  ssh_clear_authorized_keys: bool('Remove the temporary key from authorized_keys files at the end.'),
  ssh_private_key_file: string(
    'Private key to log in with (OpenSSH, PEM or PKCS #8); `~` is your home folder.',
  ),
  ssh_private_key_passphrase: string('Passphrase of that key.', '', secret),
  ssh_certificate_file: string('User certificate that goes with the private key.'),
  ssh_pty: bool('Run commands in a terminal; standard error then comes with standard output.'),
  ssh_timeout: duration('How long to wait until a login succeeds.', 5 * MINUTE),
  ssh_wait_timeout: duration('Old name of `ssh_timeout`, which it overrides.'),
  ssh_handshake_attempts: int('Refused logins after which to give up.', 10),
  ssh_agent_auth: bool('Log in with the keys of the agent that `SSH_AUTH_SOCK` names.'),
  ssh_disable_agent_forwarding: bool('Keep the local agent from being used on the guest.'),
  ssh_bastion_host: string('Jump host to go through.'),
  ssh_bastion_port: int('TCP port of the jump host.', 22),
  ssh_bastion_username: string('User to log in as on the jump host.'),
  ssh_bastion_password: string('Password of that user.', '', secret),
  ssh_bastion_agent_auth: bool('Log in on the jump host with the keys of the agent.'),
  ssh_bastion_interactive: bool('Ask for the password of the jump host.'),
  ssh_bastion_private_key_file: string('Private key to log in with on the jump host.'),
  ssh_bastion_private_key_passphrase: string('Passphrase of that key.', '', secret),
  ssh_bastion_certificate_file: string('User certificate that goes with it.'),
  ssh_bastion_host_key_fingerprint: string('Fingerprint that the host key of the jump host must have.'),
  ssh_file_transfer_method: string('How files are moved: `scp` or `sftp`.', 'scp'),
  ssh_proxy_host: string('Proxy to go through.'),
  ssh_proxy_type: string('What that proxy speaks: `socks5` or `http`.', 'socks5'),
  ssh_proxy_port: int('TCP port of the proxy.', 1080),
  ssh_proxy_username: string('User of the proxy.'),
  ssh_proxy_password: string('Password of that user.', '', secret),
  ssh_keep_alive_interval: duration('Time between keep-alive requests; negative: none.', 5000),
  ssh_read_write_timeout: duration('Silence after which a connection is given up; 0: never.'),
  ssh_remote_tunnels: strings(
    '`PORT:HOST:PORT`: a port of the guest that leads to a host near this machine.',
  ),
  ssh_local_tunnels: strings('`PORT:HOST:PORT`: a port of this machine that leads to a host near the guest.'),
  ssh_public_key: string('Public key that goes with `ssh_private_key`.'),
  ssh_private_key: string('Text of a private key, used when there is no `ssh_private_key_file`.', '', secret),
  winrm_username: string('User to log in as over WinRM.'),
  winrm_password: string('Password of that user.', '', secret),
  winrm_host: string('Address to connect to; most builders find it themselves.'),
  winrm_port: int('TCP port of WinRM; 5985, or 5986 with `winrm_use_ssl`, unless set.'),
  winrm_timeout: duration('How long to wait until WinRM answers.', 30 * MINUTE),
  winrm_use_ssl: bool('Talk HTTPS.'),
  winrm_insecure: bool('Accept any certificate.'),
  winrm_use_ntlm: bool('Log in with NTLM instead of Basic.'),
  winrm_no_proxy: bool('Reach the guest without the proxy of the environment.'),
} as const;

export type CommunicatorConfig = Decoded<typeof communicatorFields>;
