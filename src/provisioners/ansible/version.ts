import { spawnSync } from 'node:child_process';
import { endText, startReason } from '../local/run-program.ts';
import { finding } from '../tool-words.ts';

export interface AnsibleVersion {
  /** 0 when nobody looked. */
  readonly major: number;
  readonly findings: readonly string[];
}

export const unknownVersion: AnsibleVersion = { major: 0, findings: [] };

/** Asks the program for its version: a build must not get as far as Ansible to learn that there is none. */
export function ansibleVersion(command: string): AnsibleVersion {
  const { error, status, signal, stdout } = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (error !== undefined) return refused(finding.versionFailed(command, startReason(command, error)));
  const ended = { code: status ?? undefined, signal: signal ?? undefined };
  if (status !== 0) return refused(finding.versionFailed(command, endText(ended)));
  const version = /\w (\d+\.\d+[.\d+]*)/.exec(stdout)?.[1];
  if (version === undefined) return refused(finding.versionMissing(command, stdout));
  return { major: Number.parseInt(version, 10), findings: [] };
}

function refused(text: string): AnsibleVersion {
  return { major: 0, findings: [text] };
}
