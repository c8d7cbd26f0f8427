import { getSystemErrorMap } from 'node:util';

/** Where Go's words for an errno are not those of libuv. */
const GO_WORDS: Readonly<Record<string, string>> = {
  EISDIR: 'is a directory',
  EEXIST: 'file exists',
  EPERM: 'operation not permitted',
};

/** A failed file operation as Go words it: `open nope.txt: no such file or directory`. */
export function goFileError(operation: string, path: string, error: unknown): string {
  return `${operation} ${path}: ${wordsOf(error)}`;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  const known = [...getSystemErrorMap().values()].find(([name]) => name === code);
  return GO_WORDS[code] ?? known?.[1] ?? error.message;
}
