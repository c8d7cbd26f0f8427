import type { Agent } from '../../communicators/cloud-assistant/agent.ts';
import type { Communicator } from '../../communicators/communicator.ts';
import type { CommunicatorConfig } from '../../communicators/config.ts';
import { connect as link } from '../../communicators/connect.ts';
import { noCommunicator } from '../../communicators/none.ts';
import type { PreparedCommunicator } from '../../communicators/prepare-communicator.ts';
import type { Expected, HostKeys } from '../../communicators/ssh/host-keys.ts';
import { assistantShell } from '../../communicators/words.ts';
import { spending } from '../../engine/spent.ts';
import { pause } from '../../engine/until.ts';
import type { BuildScope } from '../builder.ts';

/** An instance and the address that it is connected to. */
export interface Place {
  readonly host: string;
  readonly id: string;
}

/** The way to the instance: one connection that all steps share, opened by the first that needs it. */
export interface Guest {
  /** Waits until the guest accepts us, or gives the connection that is open. */
  connect(place: Place, signal: AbortSignal): Promise<Communicator>;
  /** The open connection, if there is one. */
  current(): Communicator | undefined;
  /** The host key of the connection that is open, and what made us believe it. */
  hostKey(): ReturnType<HostKeys['proofOf']>;
  close(): Promise<void>;
}

/** The communicator that reaches an instance through the cloud, and so by its id instead of an address. */
export const CLOUD_ASSISTANT = 'cloud-assistant';

/** Port of the communicator on the guest; 0: nobody connects. */
export function guestPort({ communicator, ssh_port, winrm_port }: CommunicatorConfig): number {
  if (communicator === 'none' || communicator === CLOUD_ASSISTANT) return 0;
  return communicator === 'winrm' ? winrm_port : ssh_port;
}

export interface GuestOptions {
  readonly communicator: PreparedCommunicator;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where an address of the guest is really reached. */
  reach(host: string, port: number): Promise<{ readonly host: string; readonly port: number }>;
  /** Asks a person what a server wants to know; unset where nobody can be asked. */
  readonly ask?: BuildScope['ask'];
  /** File of the run in which host keys are kept. */
  readonly knownHosts: string;
  /** What is known of an instance's host key before it is met. */
  expected(id: string): Promise<Expected>;
  /** The agent of an instance, where the communicator is Cloud Assistant. */
  agent?(instanceId: string): Agent;
  /** Text of the private key that was made for this run, if one was. */
  runKey(): Promise<string | undefined>;
}

export function guest(options: GuestOptions): Guest {
  let open: Communicator | undefined;
  let met: ReturnType<HostKeys['proofOf']>;
  return {
    connect: (place, signal) =>
      spending('guest', async () => {
        const onProof: Meet = (proof) => {
          met = proof;
        };
        const link = open ?? (await connect({ ...options, onProof }, place, signal));
        open = link;
        return link;
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

type Meet = (proof: ReturnType<HostKeys['proofOf']>) => void;
type Connecting = GuestOptions & { readonly onProof: Meet };

async function connect(options: Connecting, place: Place, signal: AbortSignal): Promise<Communicator> {
  const { config } = options.communicator;
  if (config.communicator === 'none') return noCommunicator();
  if (config.communicator === CLOUD_ASSISTANT) return throughCloud(options, place.id, signal);
  const first = await connectWhereReached(options, place, signal);
  if (config.pause_before_connecting <= 0) return first;
  // Some guests restart their SSH server while they boot; the template says how long that takes.
  await first.close();
  await pause(config.pause_before_connecting, signal);
  return connectWhereReached(options, place, signal);
}

async function throughCloud(
  { agent }: GuestOptions,
  instanceId: string,
  signal: AbortSignal,
): Promise<Communicator> {
  if (agent === undefined) throw assistantShell();
  const { connectAssistant } = await import('../../communicators/cloud-assistant/communicator.ts');
  return connectAssistant(agent(instanceId), signal);
}

/** Tries begin before the guest has booted, so where it is reached may change meanwhile: then they begin anew there. */
async function connectWhereReached(
  { communicator, env, reach, runKey, knownHosts, expected, ask, onProof }: Connecting,
  { host, id }: Place,
  signal: AbortSignal,
): Promise<Communicator> {
  const privateKey = communicator.privateKey ?? (await runKey());
  const port = guestPort(communicator.config);
  // An address may pass from one instance to the next, so the key is that of the instance.
  const trust = { knownHosts, hostKeyName: id, expected: await expected(id), ...(ask && { ask }) };
  for (;;) {
    const target = await reach(host, port);
    const moved = new AbortController();
    const onAttempt = async () => {
      const now = await reach(host, port);
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
