import { readFileSync, rmSync } from 'node:fs';
import { failure } from '../failure.ts';
import type { HandshakeOptions } from '../handshake.ts';
import { publicKeysIn } from '../host-key.ts';
import { hostLine, hostName } from '../known-hosts.ts';
import type { AttemptFailure } from '../options.ts';
import { BASTION, GUEST } from './config.ts';
import { failureOfOutput } from './failure.ts';
import type { Programs } from './programs.ts';

/**
 * Asks each server for its host key, without a login, and has it judged; those believed are what the programs check
 * afterwards. Gives why that was not possible.
 */
export async function trustServers(
  programs: Programs,
  options: HandshakeOptions,
): Promise<AttemptFailure | undefined> {
  const { bastion } = options;
  const places = [
    ...(bastion === undefined ? [] : [{ alias: BASTION, name: hostName(bastion.host, bastion.port) }]),
    { alias: GUEST, name: options.hostKeyName ?? hostName(options.host, options.port) },
  ];
  let known = '';
  for (const { alias, name } of places) {
    const about = (text: string) => (alias === BASTION ? `bastion ${name}: ${text}` : text);
    const shown = await shownKey(programs, alias, options);
    if ('reason' in shown) return { ...shown, text: about(shown.text) };
    const judged = await options.hostKeys.judge(name, shown.key);
    if (!judged.believed) return failure('host-key', about(judged.text));
    known += hostLine(name, shown.key);
    programs.workspace.write('known_hosts', known);
  }
  return undefined;
}

async function shownKey(
  programs: Programs,
  alias: string,
  { signal }: HandshakeOptions,
): Promise<{ readonly key: Uint8Array } | AttemptFailure> {
  const file = programs.workspace.path('shown');
  rmSync(file, { force: true });
  const settings = [
    `UserKnownHostsFile=${file}`,
    'StrictHostKeyChecking=accept-new',
    'HashKnownHosts=no',
    'PreferredAuthentications=none',
    'BatchMode=yes',
    'ControlPath=none',
    'ClearAllForwardings=yes',
  ];
  const args = [...settings.flatMap((each) => ['-o', each]), alias, 'true'];
  const { output } = await programs.run('ssh', args, { signal });
  const [key] = publicKeysIn(read(file));
  return key === undefined ? failureOfOutput(output) : { key };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not written: the program did not get so far, and says why.
    return '';
  }
}
