import { randomUUID } from 'node:crypto';
import { assistantRefused, cancelledDuring } from '../words.ts';
import type { Agent, Invocation } from './agent.ts';
import { answering, ended } from './awaited.ts';

/** Answers that tell that the command never began: the agent was not there. */
const notBegun = /^(ClientNotRunning|DeliveryTimeout|ClientNetworkBlocked)$/;
/** Answers that tell that the instance went away under the command. */
const wentAway =
  /^(ClientNotResponse|InstanceNotRunning|InstanceReleased|ClientIsUpgrading|ClientRelaunched)$/;

/** How a script ended; `code: undefined` when the instance went away under it, as in a reboot. */
interface Outcome {
  readonly code: number | undefined;
  readonly output: Buffer;
}

/** Runs a script to its end. Cancelled, it is stopped on the guest too. */
export async function runAssistantScript(
  agent: Agent,
  script: string,
  signal: AbortSignal,
): Promise<Outcome> {
  for (;;) {
    if (signal.aborted) throw cancelledDuring('a command on the guest');
    const invocation = await once(agent, script, signal);
    if (invocation.exitCode !== undefined)
      return { code: invocation.exitCode, output: Buffer.from(invocation.output) };
    if (wentAway.test(invocation.errorCode))
      return { code: undefined, output: Buffer.from(invocation.output) };
    if (!notBegun.test(invocation.errorCode))
      throw assistantRefused(agent.name, invocation.errorCode, invocation.errorInfo);
    await answering(agent, signal);
  }
}

async function once(agent: Agent, script: string, signal: AbortSignal): Promise<Invocation> {
  const id = await agent.run(script, randomUUID(), signal);
  try {
    return await ended(agent, () => agent.result(id, signal), signal);
  } catch (error) {
    if (signal.aborted) await agent.stop(id, AbortSignal.timeout(10_000)).catch(() => undefined);
    throw error;
  }
}
