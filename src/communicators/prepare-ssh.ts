import type { CommunicatorConfig } from './config.ts';
import { readCertificate, readKeyFile } from './key-file.ts';
import { isFingerprint } from './ssh/host-key.ts';
import { type KeyPairType, validKeyBits } from './ssh/key-pair.ts';
import { tunnelMistake } from './tunnel.ts';
import { finding } from './words.ts';

/** Texts that the settings name files for. */
export interface SshSecrets {
  /** Of `ssh_private_key_file` or `ssh_private_key`, without passphrase. */
  readonly privateKey: string | undefined;
  readonly certificate: string | undefined;
  /** Of the jump host; the guest's where it has none of its own, as in Packer. */
  readonly bastionKey: string | undefined;
  readonly bastionCertificate: string | undefined;
}

const KEY_TYPES: readonly string[] = ['rsa', 'ecdsa', 'ed25519', 'dsa'];

/** Checks the `ssh_*` settings and reads the files that they name; no network. */
export function prepareSsh(
  config: CommunicatorConfig,
): SshSecrets & { readonly findings: readonly string[] } {
  const key = readKeyFile('ssh_private_key_file', config.ssh_private_key_file, {
    passphrase: config.ssh_private_key_passphrase,
    others: transportOf(config) === 'openssh',
  });
  const certificate =
    key.findings.length > 0
      ? { text: undefined, findings: [] }
      : readCertificate('ssh_private_key_file', config.ssh_certificate_file);
  const inline = config.ssh_private_key === '' ? undefined : config.ssh_private_key;
  const guest = { privateKey: key.text ?? inline, certificate: certificate.text };
  const bastion = prepareBastion(config);
  return {
    ...guest,
    bastionKey: bastion.key,
    bastionCertificate: bastion.certificate,
    findings: [
      ...key.findings,
      ...certificate.findings,
      ...temporaryKeyFindings(config),
      ...bastion.findings,
      ...transferFindings(config),
      ...tunnelFindings(config),
      ...ownFindings(config),
    ],
  };
}

/** OpenSSH's programs serve what the library cannot: certificates. */
export function transportOf(config: CommunicatorConfig): 'builtin' | 'openssh' {
  if (config.ssh_transport === 'builtin' || config.ssh_transport === 'openssh') return config.ssh_transport;
  return config.ssh_certificate_file === '' && config.ssh_bastion_certificate_file === ''
    ? 'builtin'
    : 'openssh';
}

/** Whether keys of this type can be made here; DSA, which Packer still knows, is refused by every current server. */
export function isKeyPairType(type: string): type is KeyPairType {
  return KEY_TYPES.includes(type) && type !== 'dsa';
}

function temporaryKeyFindings(config: CommunicatorConfig): readonly string[] {
  const { temporary_key_pair_type: type, temporary_key_pair_bits: bits } = config;
  if (!KEY_TYPES.includes(type)) return [finding.keyType(type)];
  if (!isKeyPairType(type) || validKeyBits(type, bits)) return [];
  return [finding.keyBits(type, bits)];
}

interface BastionSecrets {
  readonly key: string | undefined;
  readonly certificate: string | undefined;
  readonly findings: readonly string[];
}

/** What the jump host has no setting of its own for is the guest's, as in Packer. */
function prepareBastion(config: CommunicatorConfig): BastionSecrets {
  const none = { key: undefined, certificate: undefined, findings: [] };
  if (config.ssh_bastion_host === '') return none;
  const own = config.ssh_bastion_private_key_file !== '';
  const path = own ? config.ssh_bastion_private_key_file : config.ssh_private_key_file;
  const phrase = own ? config.ssh_bastion_private_key_passphrase : config.ssh_private_key_passphrase;
  const key = readKeyFile('ssh_bastion_private_key_file', path, {
    passphrase: phrase,
    others: transportOf(config) === 'openssh',
  });
  const certificate = readCertificate(
    'ssh_bastion_private_key_file',
    config.ssh_bastion_certificate_file || config.ssh_certificate_file,
  );
  const ways = [
    config.ssh_bastion_agent_auth,
    config.ssh_bastion_interactive,
    config.ssh_bastion_password !== '',
  ];
  return {
    key: key.text,
    certificate: key.text === undefined ? undefined : certificate.text,
    findings: [
      ...key.findings,
      ...(key.text === undefined ? [] : certificate.findings),
      ...(path !== '' || ways.includes(true) ? [] : [finding.bastionAuth]),
    ],
  };
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

const CHOICES = {
  ssh_host_key_check: ['strict', 'first-use', 'off'],
  ssh_transport: ['auto', 'builtin', 'openssh'],
  ssh_proxy_type: ['socks5', 'http'],
} as const;

/** What is wrong with settings that Packer does not have. */
function ownFindings(config: CommunicatorConfig): readonly string[] {
  const choices = (['ssh_host_key_check', 'ssh_transport', 'ssh_proxy_type'] as const).flatMap((key) => {
    const values: readonly string[] = CHOICES[key];
    return values.includes(config[key]) ? [] : [finding.oneOf(key, config[key], values)];
  });
  const fingerprints = (['ssh_host_key_fingerprint', 'ssh_bastion_host_key_fingerprint'] as const).flatMap(
    (key) =>
      stated(config[key])
        .filter((text) => !isFingerprint(text))
        .map((text) => finding.fingerprint(key, text)),
  );
  const certificates = (['ssh_certificate_file', 'ssh_bastion_certificate_file'] as const)
    .filter((key) => config[key] !== '' && config.ssh_transport === 'builtin')
    .map(finding.certificateNeedsOpenssh);
  return [...choices, ...fingerprints, ...certificates];
}

/** The parts of a setting that are separated by commas. */
export function stated(text: string): readonly string[] {
  return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}
