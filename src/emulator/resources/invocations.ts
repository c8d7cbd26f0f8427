import { PassThrough, Readable } from 'node:stream';
import { findAccount } from '../../guests/accounts.ts';
import type { Machine, Running } from '../../guests/machine.ts';
import { reason } from '../../wire/reason.ts';
import type { World } from '../world.ts';

/** Bytes of output that the service keeps. */
const mostOutput = 24 * 1024;

export interface Invocation {
  readonly id: string;
  readonly commandId: string;
  readonly instanceId: string;
  readonly region: string;
  readonly username: string;
  readonly createdAt: number;
  status: 'Pending' | 'Running' | 'Success' | 'Failed' | 'Terminated';
  exitCode: number | undefined;
  output: Buffer;
  dropped: number;
  errorCode: string;
  errorInfo: string;
  finishedAt: number;
  running: Running | undefined;
  /** Of SendFile: what was sent, and where to. */
  readonly file?: { readonly name: string; readonly folder: string };
}

const tables = new WeakMap<World, Map<string, Invocation>>();

/** Invocations of this process: they are no part of the world's stored state, as nobody comes back for them. */
export function invocationsOf(world: World): Map<string, Invocation> {
  const known = tables.get(world) ?? new Map<string, Invocation>();
  tables.set(world, known);
  return known;
}

type Begun = Pick<Invocation, 'commandId' | 'instanceId' | 'region' | 'username' | 'file'>;

/** Begins something in an instance; `work` gives how it ended. An instance without a running computer has no agent. */
export function begin(
  world: World,
  begun: Begun,
  work: (machine: Machine, invocation: Invocation) => Promise<void>,
): Invocation {
  const invocation: Invocation = {
    ...begun,
    id: world.newId('t'),
    createdAt: world.now(),
    status: 'Running',
    exitCode: undefined,
    output: Buffer.alloc(0),
    dropped: 0,
    errorCode: '',
    errorInfo: '',
    finishedAt: 0,
    running: undefined,
  };
  invocationsOf(world).set(invocation.id, invocation);
  const machine = world.guests?.machine(begun.instanceId);
  if (machine === undefined) {
    finish(world, invocation, 'Failed');
    invocation.errorCode = 'ClientNotRunning';
    invocation.errorInfo = 'the assist client is not running';
  } else {
    void work(machine, invocation).catch((error: unknown) => {
      invocation.errorInfo = reason(error);
      invocation.errorCode ||= 'CommandNotApplicable';
      finish(world, invocation, 'Failed');
    });
  }
  return invocation;
}

export function finish(world: World, invocation: Invocation, status: Invocation['status']): void {
  if (invocation.finishedAt !== 0) return;
  invocation.status = status;
  invocation.finishedAt = world.now();
}

/** Runs a script as a user, with both of its streams as one output. */
export async function runInvocation(
  world: World,
  script: string,
  { machine, invocation }: { readonly machine: Machine; readonly invocation: Invocation },
): Promise<void> {
  const account = await findAccount(machine.files, invocation.username);
  if (account === undefined) {
    invocation.errorCode = 'UserOrGroupNotExists';
    throw new Error(`there is no user ${invocation.username}`);
  }
  const out = new PassThrough();
  out.on('data', (chunk: Buffer) => keep(invocation, chunk));
  const streams = { stdin: Readable.from([]), stdout: out, stderr: out };
  invocation.running = machine.run({
    account,
    command: script,
    environment: {},
    terminal: undefined,
    ...streams,
  });
  const ending = await invocation.running.ended;
  // Halted on the way: the agent went with the system, and told nothing any more.
  if (world.guests?.machine(invocation.instanceId) !== machine) {
    invocation.errorCode = 'ClientNotResponse';
    return finish(world, invocation, 'Failed');
  }
  invocation.exitCode = 'code' in ending ? ending.code : 137;
  if (invocation.exitCode !== 0) invocation.errorCode = 'ExitCodeNonzero';
  finish(world, invocation, invocation.exitCode === 0 ? 'Success' : 'Failed');
}

/** The service keeps the end of a long output. */
function keep(invocation: Invocation, chunk: Buffer): void {
  const all = Buffer.concat([invocation.output, chunk]);
  const surplus = Math.max(0, all.length - mostOutput);
  invocation.output = all.subarray(surplus);
  invocation.dropped += surplus;
}
