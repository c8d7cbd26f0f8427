import type { CallRecord } from '../../src/emulator/record.ts';

/** The calls of one action, with or without its product: `RunInstances` or `Ecs.RunInstances`. */
export function callsTo(calls: readonly CallRecord[], action: string): readonly CallRecord[] {
  return calls.filter((call) => call.action === action || `${call.product}.${call.action}` === action);
}

/** The calls that had no success. */
export function failedCalls(calls: readonly CallRecord[]): readonly CallRecord[] {
  return calls.filter((call) => call.status !== 200);
}

/** How often each action was called, the most frequent first. */
export function countByAction(calls: readonly CallRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(call.action, (counts.get(call.action) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}
