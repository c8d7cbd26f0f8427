import type { Journal } from './journal.ts';
import type { JournalRecord } from './journal-record.ts';
import type { RunState } from './journal-state.ts';

/**
 * A part of a run's journal in which a post-processor runs steps of its own: they stand there under names that begin with
 * `prefix`. How the run itself goes is not its business: it neither ends it nor decides that all is undone.
 */
export function partJournal(journal: Journal, prefix: string): Journal {
  const own = (record: Record): Record | undefined => {
    if (record.type === 'ended' || record.type === 'undoing' || record.type === 'run') return undefined;
    return 'step' in record ? { ...record, step: `${prefix}${record.step}` } : record;
  };
  return {
    file: journal.file,
    get state() {
      return partOf(journal.state, prefix);
    },
    write(record) {
      const mine = own(record);
      if (mine !== undefined) journal.write(mine);
    },
    remember(record) {
      const mine = own(record);
      return mine === undefined || journal.remember(mine);
    },
    close() {},
  };
}

type Record = JournalRecord extends infer R ? (R extends unknown ? Omit<R, 'at'> : never) : never;

function partOf(state: RunState, prefix: string): RunState {
  const steps = [...state.steps]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, known]) => [name.slice(prefix.length), known] as const);
  return { ...state, steps: new Map(steps), undoing: undefined };
}
