import { join } from 'node:path';
import type { Communicator } from '../communicators/communicator.ts';
import type { CommunicatorConfig } from '../communicators/config.ts';
import { type ConnectTo, connect as link } from '../communicators/connect.ts';
import type { PreparedCommunicator } from '../communicators/prepare-communicator.ts';
import type { Expected } from '../communicators/ssh/host-keys.ts';
import { spending } from '../engine/spent.ts';
import { pauseOrThrow } from '../engine/until.ts';
import type { Connected } from './connected.ts';

/** A machine and where it is connected to. */
export interface GuestAddress {
  readonly host: string;
  /** Names the machine; its host key is noted under this name, as an address may pass from one machine to the next. */
  readonly id: string;
  /** Port on that host; unset: the one of the communicator's settings. */
  readonly port?: number;
}

/** The way to the guest: one connection that all steps share, opened by the first that needs it. */
export interface Guest {
  /** Waits until the guest accepts us, or gives the connection that is open. */
  connect(place: GuestAddress, signal: AbortSignal): Promise<Communicator>;
  /** The open connection, if there is one. */
  current(): Communicator | undefined;
  /** The host key of the connection that is open, and what made us believe it. */
  hostKey(): Connected['hostKey'];
  close(): Promise<void>;
}

/** Port of the communicator on the guest; 0: nobody connects to one. */
export function guestPort({ communicator, ssh_port, winrm_port }: CommunicatorConfig): number {
  if (communicator === 'winrm') return winrm_port;
  return communicator === 'ssh' ? ssh_port : 0;
}

/** What of a run matters for its connection. */
export interface GuestRun extends Pick<ConnectTo, 'ask'> {
  /** Folder of the run, mode 0700; host keys are noted there. */
  readonly folder: string;
  /** Where an address and port of the guest are really reached; an emulator maps them where the platform has to. */
  reach(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
}

interface GuestOptions {
  readonly communicator: PreparedCommunicator;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly run: GuestRun;
  /** What is known of a guest's host key before it is met. */
  expected?(id: string): Promise<Expected>;
  /** Text of the private key that was made for this run, if one was. */
  runKey?(): Promise<string | undefined>;
  /** The builder's own way to its guests, in place of a connection over the network. */
  ownWay?(id: string, signal: AbortSignal): Promise<Communicator>;
}

export function guest(options: GuestOptions): Guest {
  let open: Communicator | undefined;
  let met: Connected['hostKey'];
  const onProof: Meet = (proof) => {
    met = proof;
  };
  return {
    connect: (place, signal) =>
      spending('guest', async () => {
        open ??= await connect({ ...options, onProof }, place, signal);
        return open;
      }),
    current: () => open,
    hostKey: () => met,
    async close() {
      const closing = open;
      open = undefined;
      await closing?.close();
    },
  };
}

type Meet = NonNullable<ConnectTo['onProof']>;
type Connecting = GuestOptions & { readonly onProof: Meet };

async function connect(options: Connecting, place: GuestAddress, signal: AbortSignal): Promise<Communicator> {
  if (options.ownWay !== undefined) return options.ownWay(place.id, signal);
  const { pause_before_connecting: rest } = options.communicator.config;
  const first = await connectWhereReached(options, place, signal);
  if (rest <= 0) return first;
  // Some guests restart their SSH server while they boot; the template says how long that takes.
  await first.close();
  await pauseOrThrow(rest, signal);
  return connectWhereReached(options, place, signal);
}

/** Tries begin before the guest has booted, so where it is reached may change meanwhile: then they begin anew there. */
async function connectWhereReached(
  { communicator, env, run, runKey, expected, onProof }: Connecting,
  { host, id, port = guestPort(communicator.config) }: GuestAddress,
  signal: AbortSignal,
): Promise<Communicator> {
  const privateKey = communicator.privateKey ?? (await runKey?.());
  const trust = {
    knownHosts: join(run.folder, 'known_hosts'),
    hostKeyName: id,
    expected: (await expected?.(id)) ?? {},
    ...(run.ask && { ask: run.ask }),
  };
  for (;;) {
    const target = await run.reach(host, port);
    const moved = new AbortController();
    const onAttempt = async () => {
      const now = await run.reach(host, port);
      if (now.host !== target.host || now.port !== target.port) moved.abort();
    };
    try {
      const both = AbortSignal.any([signal, moved.signal]);
      const how = { ...target, ...trust, signal: both, onAttempt: () => void onAttempt(), onProof };
      return await link({ ...communicator, privateKey }, env, how);
    } catch (error) {
      if (!moved.signal.aborted || signal.aborted) throw error;
    }
  }
}
