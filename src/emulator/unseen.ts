import type { SignedCall } from './action-table.ts';
import type { World } from './world.ts';

/** Resources that exist and are not found yet. */
export interface Unseen {
  /** Whatever the answer names and the call did not is not found for so many milliseconds. */
  hide(call: SignedCall, answer: unknown, milliseconds: number): void;
  /** Runs an effect: reads, and calls that name an unseen resource, meet tables without it. */
  without<T>(call: SignedCall, effect: () => T): T;
}

type Table = Record<string, unknown>;

interface UnseenRow {
  readonly table: Table;
  readonly key: string;
  readonly until: number;
}

/** Replicas of the tables that lag: the rows are taken out while an effect runs, which takes no time, and put back. */
export function createUnseen(world: World, now: () => number = Date.now): Unseen {
  let rows: readonly UnseenRow[] = [];
  return {
    hide(call, answer, milliseconds) {
      const named = (text: string, key: string) => text.includes(JSON.stringify(key));
      const text = JSON.stringify(answer);
      const asked = JSON.stringify([...call.params.values()]);
      const made = tablesOf(world).flatMap((table) =>
        Object.keys(table)
          .filter((key) => named(text, key) && (!named(asked, key) || isImport(call)))
          .map((key) => ({ table, key, until: now() + milliseconds })),
      );
      rows = [...rows, ...made];
    },
    without(call, effect) {
      rows = rows.filter(({ until }) => until > now());
      const lacking = rows.filter(({ key }) => isRead(call) || names(call, key));
      return lacking.length === 0 ? effect() : lackingRows(lacking, effect);
    },
  };
}

/** The one call that makes a thing under a name of the caller's. */
function isImport({ action }: SignedCall): boolean {
  return /^(Import|Create)KeyPair$/.test(action);
}

function isRead({ action }: SignedCall): boolean {
  return /^(Describe|List|Get)/.test(action);
}

function names({ params }: SignedCall, key: string): boolean {
  return [...params.values()].some((value) => value === key || value.includes(JSON.stringify(key)));
}

function tablesOf({ state }: World): readonly Table[] {
  return Object.values(state.regions).flatMap((region) => Object.values(region) as Table[]);
}

function lackingRows<T>(lacking: readonly UnseenRow[], effect: () => T): T {
  const taken = lacking.flatMap(({ table, key }) => (key in table ? [{ table, key, row: table[key] }] : []));
  for (const { table, key } of taken) delete table[key];
  try {
    return effect();
  } finally {
    for (const { table, key, row } of taken) table[key] = row;
  }
}
