import { communicatorUnsupported, unserved, winrmPasswordMissing } from '../errors/word/communicator.ts';
import type { CommunicatorConfig } from './config.ts';
import { isKeyPairType } from './prepare-communicator.ts';

/**
 * Settings that are accepted but that a build cannot honour yet, one sentence each; a build with any must refuse to start
 * (`communicatorUnsupported`), validating a template must not.
 */
export function checkServed(config: CommunicatorConfig): void {
  const refused = unsupported(config);
  if (refused.length > 0) throw communicatorUnsupported(refused);
  if (config.communicator === 'winrm' && config.winrm_password === '') throw winrmPasswordMissing();
}

export function unsupported(config: CommunicatorConfig): readonly string[] {
  if (config.communicator === 'winrm') return [];
  if (config.communicator.startsWith('docker')) return [unserved.docker(config.communicator)];
  if (config.communicator !== 'ssh') return [];
  return [
    ...keys(config).map(unserved.key),
    ...(config.ssh_certificate_file === '' ? [] : [unserved.certificate('ssh_certificate_file')]),
    ...(isKeyPairType(config.temporary_key_pair_type) ? [] : [unserved.key('temporary_key_pair_type "dsa"')]),
  ];
}

function keys(config: CommunicatorConfig): readonly string[] {
  const hosts = (['ssh_bastion_host', 'ssh_proxy_host'] as const).filter((key) => config[key] !== '');
  const tunnels = (['ssh_local_tunnels', 'ssh_remote_tunnels'] as const).filter(
    (key) => config[key].length > 0,
  );
  return [...hosts, ...tunnels];
}
