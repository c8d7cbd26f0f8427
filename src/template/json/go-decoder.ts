import { type BuildError, isBuildError } from '../../errors/build-error.ts';
import type { Json } from '../model/template.ts';
import { toJson } from './node.ts';
import { parseFirstJson } from './parse-json.ts';
import { position } from './position.ts';

/**
 * Reads as Go's decoder does: the first value, whatever follows it; of equal keys the last one. `refuse` words what is
 * wrong, which is told as that decoder tells it.
 */
export function decodeFirst(
  source: { readonly text: string; readonly path: string },
  refuse: (why: string, cause?: unknown) => BuildError,
): Json {
  const { text, path } = source;
  if (text.trim() === '') throw refuse('EOF');
  try {
    return toJson(parseFirstJson(text, path));
  } catch (cause) {
    if (!isBuildError(cause)) throw cause;
    throw refuse(
      isCutShort(cause, text) ? 'unexpected EOF' : String(cause.data['reason'] ?? cause.message),
      cause,
    );
  }
}

/** Whether the error stands where the text ends. */
function isCutShort({ data }: BuildError, text: string): boolean {
  const end = position(text, text.length);
  return 'reason' in data && data['line'] === end.line && data['column'] === end.column;
}
