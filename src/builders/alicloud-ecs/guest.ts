import type { Communicator } from '../../communicators/communicator.ts';
import type { CommunicatorConfig } from '../../communicators/config.ts';
import { connect as link } from '../../communicators/connect.ts';
import { noCommunicator } from '../../communicators/none.ts';
import type { PreparedCommunicator } from '../../communicators/prepare-communicator.ts';
import { pause } from '../../engine/until.ts';

/** The way to the instance: one connection that all steps share, opened by the first that needs it. */
export interface Guest {
  /** Waits until the guest accepts us, or gives the connection that is open. */
  connect(host: string, signal: AbortSignal): Promise<Communicator>;
  /** The open connection, if there is one. */
  current(): Communicator | undefined;
  close(): Promise<void>;
}

/** Port of the communicator on the guest; 0: nobody connects. */
export function guestPort({ communicator, ssh_port, winrm_port }: CommunicatorConfig): number {
  if (communicator === 'none') return 0;
  return communicator === 'winrm' ? winrm_port : ssh_port;
}

export interface GuestOptions {
  readonly communicator: PreparedCommunicator;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where an address of the guest is really reached. */
  reach(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
  /** Text of the private key that was made for this run, if one was. */
  runKey(): Promise<string | undefined>;
}

export function guest(options: GuestOptions): Guest {
  let open: Communicator | undefined;
  return {
    async connect(host, signal) {
      const link = open ?? (await connect(options, host, signal));
      open = link;
      return link;
    },
    current: () => open,
    async close() {
      const closing = open;
      open = undefined;
      await closing?.close();
    },
  };
}

async function connect(options: GuestOptions, host: string, signal: AbortSignal): Promise<Communicator> {
  const { config } = options.communicator;
  if (config.communicator === 'none') return noCommunicator();
  const first = await connectWhereReached(options, host, signal);
  if (config.pause_before_connecting <= 0) return first;
  // Some guests restart their SSH server while they boot; the template says how long that takes.
  await first.close();
  await pause(config.pause_before_connecting, signal);
  return connectWhereReached(options, host, signal);
}

/** Tries begin before the guest has booted, so where it is reached may change meanwhile: then they begin anew there. */
async function connectWhereReached(
  { communicator, env, reach, runKey }: GuestOptions,
  host: string,
  signal: AbortSignal,
): Promise<Communicator> {
  const privateKey = communicator.privateKey ?? (await runKey());
  const port = guestPort(communicator.config);
  for (;;) {
    const target = await reach(host, port);
    const moved = new AbortController();
    const onAttempt = async () => {
      const now = await reach(host, port);
      if (now.host !== target.host || now.port !== target.port) moved.abort();
    };
    try {
      const both = AbortSignal.any([signal, moved.signal]);
      const how = { ...target, signal: both, onAttempt: () => void onAttempt() };
      return await link({ ...communicator, privateKey }, env, how);
    } catch (error) {
      if (!moved.signal.aborted || signal.aborted) throw error;
    }
  }
}
