import type { Path } from '../../errors/mistake.ts';
import { isObject, unmarshalError } from '../model/go-value.ts';
import { placeAt } from '../model/place.ts';
import type { Json } from '../model/template.ts';
import { advice } from '../schema/advice.ts';
import { varFileInvalid } from '../words.ts';
import { findPlace } from './find-place.ts';
import { decodeFirst } from './go-decoder.ts';
import { toJson } from './node.ts';

/**
 * Reads a variables file: one JSON object of strings. Looser than a template, as Go's decoder is: what follows the
 * object is ignored, of equal keys the last counts, and `null` is an empty string.
 */
export function readVarFile(text: string, path: string): ReadonlyMap<string, string> {
  const source = { text, path };
  const node = decodeFirst(source, (why, cause) => varFileInvalid(path, why, cause?.mistakes));
  const raw = toJson(node);
  const refuse = (value: Json, wanted: string, spot: Path) => {
    const message = unmarshalError(value, wanted);
    const place =
      spot.length === 0 ? placeAt(source, node.start, node.end) : findPlace(node, source, { path: spot });
    return varFileInvalid(path, message, [{ message, advice: advice.string(value), place }]);
  };
  if (raw !== null && !isObject(raw)) throw refuse(raw, 'kvflag.FlagJSON', []);
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(raw ?? {})) {
    if (value !== null && typeof value !== 'string') throw refuse(value, 'string', [name]);
    variables.set(name, value ?? '');
  }
  return variables;
}
