import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { CommunicatorConfig } from './config.ts';
import { isKeyPairType, transportOf } from './prepare-ssh.ts';
import { communicatorUnsupported, finding, unserved, winrmPasswordMissing } from './words.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Refuses a build, before it makes anything, with settings that it cannot honour, or without what it logs in with. */
export function checkServed(config: CommunicatorConfig, env: Env): void {
  const refused = unsupported(config, env);
  if (refused.length > 0) throw communicatorUnsupported(refused);
  if (config.communicator === 'winrm' && config.winrm_password === '') throw winrmPasswordMissing();
}

/**
 * Settings that are accepted but that a build cannot honour here, one sentence each; a build with any must refuse to start
 * (`communicatorUnsupported`), validating a template must not.
 */
export function unsupported(config: CommunicatorConfig, env: Env): readonly string[] {
  if (config.communicator.startsWith('docker')) return [unserved.docker(config.communicator)];
  if (config.communicator !== 'ssh') return [];
  return [
    ...opensshFindings(config, env),
    ...(isKeyPairType(config.temporary_key_pair_type) ? [] : [unserved.key('temporary_key_pair_type "dsa"')]),
  ];
}

function opensshFindings(config: CommunicatorConfig, env: Env): readonly string[] {
  if (transportOf(config) !== 'openssh') return [];
  const why =
    config.ssh_transport === 'openssh' ? 'ssh_transport is "openssh"' : 'ssh_certificate_file is set';
  if (process.platform === 'win32') return [finding.opensshPlatform(why)];
  return isOnPath('ssh', env) ? [] : [finding.opensshMissing(why)];
}

function isOnPath(program: string, env: Env): boolean {
  return (env['PATH'] ?? '').split(delimiter).some((folder) => {
    const file = join(folder === '' ? '.' : folder, program);
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  });
}
