import type { RunControl } from './run-control.ts';

/** Runs a step that is ready: at once, or when its turn has come. */
export type Turns = (name: string, run: () => Promise<void>) => Promise<void>;

/** With `next` one step runs at a time: when it has ended, the one that `next` names of those that are ready. */
export function turnsOf(steps: readonly { readonly name: string }[], next: RunControl['next']): Turns {
  if (next === undefined) return (_name, run) => run();
  const waiting = new Map<string, () => void>();
  let busy = false;
  const choose = () => {
    if (busy || waiting.size === 0) return;
    const ready = steps.map(({ name }) => name).filter((name) => waiting.has(name));
    const name = next(ready);
    busy = true;
    waiting.get(name)?.();
    waiting.delete(name);
  };
  return async (name, run) => {
    // Chosen a moment later: then all that became ready together are there.
    setImmediate(choose);
    await new Promise<void>((begin) => waiting.set(name, begin));
    try {
      await run();
    } finally {
      busy = false;
      setImmediate(choose);
    }
  };
}
