import { isObject, unmarshalError } from '../model/go-value.ts';
import { varFileInvalid } from '../words.ts';
import { decodeFirst } from './go-decoder.ts';

/**
 * Reads a variables file: one JSON object of strings. Looser than a template, as Go's decoder is: what follows the
 * object is ignored, of equal keys the last counts, and `null` is an empty string.
 */
export function readVarFile(text: string, path: string): ReadonlyMap<string, string> {
  const raw = decodeFirst({ text, path }, (why) => varFileInvalid(path, why));
  if (raw !== null && !isObject(raw)) throw varFileInvalid(path, unmarshalError(raw, 'kvflag.FlagJSON'));
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(raw ?? {})) {
    if (value !== null && typeof value !== 'string')
      throw varFileInvalid(path, unmarshalError(value, 'string'));
    variables.set(name, value ?? '');
  }
  return variables;
}
