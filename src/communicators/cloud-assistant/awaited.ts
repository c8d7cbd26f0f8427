import { assistantSilent, cancelledDuring } from '../words.ts';
import type { Agent, Invocation } from './agent.ts';

/** Looks come further apart the longer something takes, in milliseconds. */
const shortest = 300;
const longest = 3000;

/** Looks again and again until there is something; the pauses grow with the time that has passed. */
async function untilSome<T>(
  { clock }: Agent,
  look: (passed: number) => Promise<T | undefined>,
  signal: AbortSignal,
): Promise<T> {
  const begin = clock.now();
  for (;;) {
    if (signal.aborted) throw cancelledDuring('a command on the guest');
    const passed = clock.now() - begin;
    const found = await look(passed);
    if (found !== undefined) return found;
    const rest = Math.min(longest, Math.max(shortest, passed / clock.pace / 10)) * clock.pace;
    if (!(await clock.pause(rest, signal))) throw cancelledDuring('a command on the guest');
  }
}

/** Waits for the end of an invocation. It may not be seen for a moment after it was begun. */
export function ended(
  agent: Agent,
  look: () => Promise<Invocation | undefined>,
  signal: AbortSignal,
): Promise<Invocation> {
  return untilSome(
    agent,
    async () => {
      const found = await look();
      return found?.finished ? found : undefined;
    },
    signal,
  );
}

/** Waits until the agent of the instance answers. */
export async function answering(agent: Agent, signal: AbortSignal): Promise<void> {
  await untilSome(
    agent,
    async (passed) => {
      if (await agent.ready(signal)) return true;
      if (passed > agent.timeout) throw assistantSilent(agent.name, agent.timeout);
      return undefined;
    },
    signal,
  );
}
