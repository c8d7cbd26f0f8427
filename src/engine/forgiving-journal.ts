import type { Journal } from './journal.ts';

/**
 * A journal for what must go on though the disk takes no more: undoing, and telling how a run ended. What cannot be
 * written counts in this process all the same; `lost` is called the first time.
 */
export function forgiving(journal: Journal, lost: () => void): Journal {
  let told = false;
  return {
    file: journal.file,
    get state() {
      return journal.state;
    },
    write(record) {
      if (journal.remember(record) || told) return;
      told = true;
      lost();
    },
    remember: (record) => journal.remember(record),
    close: () => journal.close(),
  };
}
