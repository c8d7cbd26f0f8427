import { type BuildError, isBuildError } from '../../errors/build-error.ts';
import type { Source } from '../model/place.ts';
import type { JsonNode } from './node.ts';
import { parseFirstJson } from './parse-json.ts';

/**
 * Reads as Go's decoder does: the first value, whatever follows it; of equal keys the last one. `refuse` words what is
 * wrong, which is told as that decoder tells it.
 */
export function decodeFirst(
  source: Source,
  refuse: (why: string, cause?: BuildError) => BuildError,
): JsonNode {
  const { text, path } = source;
  if (text.trim() === '') throw refuse('EOF');
  try {
    return parseFirstJson(text, path);
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
  return data['offset'] === text.length;
}
