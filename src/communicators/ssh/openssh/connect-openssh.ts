import { spawn } from 'node:child_process';
import type { Communicator, ExecResult } from '../../communicator.ts';
import { sshCommunicator } from '../communicator.ts';
import { failure } from '../failure.ts';
import type { HandshakeOptions } from '../handshake.ts';
import type { AttemptFailure } from '../options.ts';
import { untilReady } from '../ready.ts';
import { askpassFor, GUEST, sshConfig } from './config.ts';
import { type Master, openMaster } from './master.ts';
import { OpensshLink } from './openssh-link.ts';
import { type Programs, programsOf } from './programs.ts';
import { openRelay, type Relay } from './relay.ts';
import { opensshSftp } from './sftp.ts';
import { trustServers } from './trust.ts';
import { openWorkspace } from './workspace.ts';

/** For the way there, the handshakes and the login together. */
const LONGEST_TRY = 60_000;

/**
 * Connects with the programs of OpenSSH on this machine: one connection that all commands share. It serves what the
 * library cannot: certificates, post-quantum key exchange, keys in hardware.
 */
export async function connectOpenssh(options: HandshakeOptions): Promise<Communicator> {
  const workspace = openWorkspace();
  const relay = options.proxy === undefined ? undefined : await openRelay(options.proxy, options);
  try {
    const programs = programsOf(workspace, askpassFor(GUEST, options, workspace));
    const open = (signal: AbortSignal) => openOnce(programs, { ...options, signal }, relay);
    const master = await untilReady(options, async (within) => {
      const late = AbortSignal.timeout(Math.ceil(Math.min(within, LONGEST_TRY)));
      const result = await open(AbortSignal.any([options.signal, late]));
      if (!('reason' in result)) return { opened: result };
      return { failure: late.aborted ? failure('timed-out') : result };
    });
    const link = new OpensshLink(`${options.host}:${options.port}`, programs, master, open);
    return sshCommunicator(link, options, {
      sftp: opensshSftp(link, programs),
      shell: ({ signal }) => terminal(link, programs, signal),
      close: async () => {
        await link.close();
        relay?.close();
      },
    });
  } catch (error) {
    relay?.close();
    workspace.remove();
    throw error;
  }
}

async function openOnce(
  programs: Programs,
  options: HandshakeOptions,
  relay: Relay | undefined,
): Promise<Master | AttemptFailure> {
  programs.workspace.write('config', sshConfig(options, relay?.at ?? options, programs.workspace));
  const opened = (await trustServers(programs, options)) ?? (await openMaster(programs, options.signal));
  return 'reason' in opened ? (relay?.failure() ?? opened) : opened;
}

/** A person's terminal is best left to the program itself. */
async function terminal(link: OpensshLink, programs: Programs, signal: AbortSignal): Promise<ExecResult> {
  await link.ready(signal);
  const args = [...programs.settings, ...link.shared(), '-t', GUEST];
  const child = spawn('ssh', args, { stdio: 'inherit', env: programs.env, signal });
  return new Promise((resolve) => {
    child.once('error', () => resolve({ code: undefined }));
    child.once('close', (code) => resolve({ code: code ?? undefined }));
  });
}
