import type { Communicator } from '../communicators/communicator.ts';
import type { Proof } from '../communicators/ssh/host-keys.ts';
import type { Scope } from '../engine/step.ts';
import { reason } from '../wire/reason.ts';
import type { MachineEnvironment } from './environment.ts';
import type { GuestAddress } from './guest.ts';

/** What the step `connected` gives. */
export interface Connected {
  readonly kind: Communicator['kind'];
  /** The host key that was met, and what made us believe it. */
  readonly hostKey?: { readonly proof: Proof; readonly fingerprint: string };
}

interface Connecting<Env, Have> {
  place(env: Env, have: Have): GuestAddress;
  /** Ends the tries when there is nothing left to connect to. */
  whileThere?<T>(scope: Scope<Env>, have: Have, connect: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** The step `connected` of any builder: the guest accepts us. */
export function connecting<Env extends MachineEnvironment, Have>({
  place,
  whileThere = (scope, _have, connect) => connect(scope.signal),
}: Connecting<Env, Have>) {
  return {
    plan: ({ config: { communicator } }: Pick<Env, 'config'>) =>
      communicator === 'none' ? 'no connection is made' : `connect with ${communicator}`,
    async run(scope: Scope<Env>, have: Have): Promise<Connected> {
      const { config, guest } = scope.env;
      const at = place(scope.env, have);
      const connect = () => whileThere(scope, have, (signal) => guest.connect(at, signal));
      const link =
        config.communicator === 'none' ? await connect() : await announced(scope, at.host, connect);
      const hostKey = guest.hostKey();
      return { kind: link.kind, ...(hostKey !== undefined && { hostKey }) };
    },
    undo: ({ env }: Scope<Env>): Promise<void> => env.guest.close(),
  };
}

/** Packer's lines; the error of a connection that fails is told there and then. */
async function announced<T>(
  scope: Scope<MachineEnvironment>,
  host: string,
  connect: () => Promise<T>,
): Promise<T> {
  const { communicator } = scope.env.config;
  const note = (level: 'say' | 'message' | 'error', text: string) =>
    scope.emit({ type: 'note', level, text });
  note('say', `Using ${communicator} communicator to connect: ${host}`);
  note('say', `Waiting for ${named(communicator)} to become available...`);
  try {
    const link = await connect();
    if (communicator === 'winrm') note('message', 'WinRM connected.');
    note('say', `Connected to ${named(communicator)}!`);
    return link;
  } catch (error) {
    if (!scope.signal.aborted) note('error', reason(error));
    throw error;
  }
}

function named(communicator: string): string {
  if (communicator === 'ssh') return 'SSH';
  return communicator === 'winrm' ? 'WinRM' : 'Cloud Assistant';
}
