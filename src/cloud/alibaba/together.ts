import { spending } from '../../engine/spent.ts';
import type { Client } from './client.ts';

/** Who leaves does so alone; a turn that comes for nobody is let pass. */
const { signal: unhurried } = new AbortController();

interface TogetherOptions {
  /** `Ecs.StopInstance`: the action whose turn is waited for. */
  readonly action: string;
  /** The most ids that the service takes in one call. */
  readonly limit: number;
  /** Changes one thing; `hasTurn`: its turn has come already. */
  one(id: string, options: { readonly signal: AbortSignal; readonly hasTurn: boolean }): Promise<void>;
  /** Changes all of these or none, in one call whose turn has come; gives those that the service left out. */
  many(ids: readonly string[], signal: AbortSignal): Promise<readonly string[]>;
}

interface Waiter {
  readonly id: string;
  readonly signal: AbortSignal;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Puts changes of one kind that wait for their turn at the same time into one call. Who need not wait is not held up: it
 * makes the call that it would make alone. What the service refuses for all is asked for each by itself, so that an
 * error reaches the one that it is about.
 */
export function together(
  client: Client,
  options: TogetherOptions,
): (id: string, signal: AbortSignal) => Promise<void> {
  const waiting: Waiter[] = [];
  // Turns that are waited for: as many as it takes to carry all.
  let turns = 0;
  const carry = async () => {
    turns += 1;
    await client.turn(options.action, unhurried);
    turns -= 1;
    await send(waiting.splice(0, options.limit), options);
  };
  const change = (id: string, given: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      // One signal serves a whole build: listeners of our own would soon be too many for it.
      const signal = AbortSignal.any([given]);
      if (signal.aborted) return reject(signal.reason);
      const waiter = { id, signal, resolve, reject };
      const leave = () => {
        const place = waiting.indexOf(waiter);
        if (place >= 0) waiting.splice(place, 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(waiter);
      if (waiting.length > turns * options.limit) void carry();
    });
  return (id, signal) => spending('calls', () => change(id, signal));
}

/** Settles all of them; a call that is under way goes on when one of them leaves. */
async function send(batch: readonly Waiter[], { one, many }: TogetherOptions): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  const alone = ({ id, signal, resolve, reject }: Waiter, hasTurn: boolean) =>
    one(id, { signal, hasTurn }).then(resolve, reject);
  if (batch.length === 1) return alone(first, true);
  const left = await leftOut(batch, many);
  for (const { id, resolve } of batch) if (!left.has(id)) resolve();
  await Promise.all(batch.filter(({ id }) => left.has(id)).map((waiter) => alone(waiter, false)));
}

async function leftOut(
  batch: readonly Waiter[],
  many: TogetherOptions['many'],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(batch.map(({ id }) => id))];
  const everybodyLeft = new AbortController();
  const look = () => batch.every(({ signal }) => signal.aborted) && everybodyLeft.abort();
  for (const { signal } of batch) signal.addEventListener('abort', look, { once: true });
  try {
    return new Set(await many(ids, everybodyLeft.signal));
  } catch {
    return new Set(ids);
  } finally {
    for (const { signal } of batch) signal.removeEventListener('abort', look);
  }
}
