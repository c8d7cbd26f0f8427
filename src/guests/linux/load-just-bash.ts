import { noShellForGuests } from '../words.ts';

export type JustBash = typeof import('just-bash');

let loading: Promise<JustBash> | undefined;

/** The shell of memory guests: an optional package of 84 MB, loaded at the first guest only. */
export function loadJustBash(): Promise<JustBash> {
  loading ??= import('just-bash').catch((error: unknown) => {
    loading = undefined;
    throw noShellForGuests(error);
  });
  return loading;
}
