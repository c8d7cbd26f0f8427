import { statSync } from 'node:fs';
import type { Around } from './requests.ts';
import type { Home } from './watcher.ts';
import { homeGone } from './words.ts';

/** What of this process counts for the programs that builds start. */
export function homeOf({ cwd }: Pick<Around, 'cwd'>): Home {
  return { cwd, umask: process.umask(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** Throws `run-changed` when the folder is gone that a run was begun in. */
export function checkHome(id: string, { cwd }: Pick<Home, 'cwd'>): void {
  if (statSync(cwd, { throwIfNoEntry: false })?.isDirectory() !== true) throw homeGone(id, cwd);
}
