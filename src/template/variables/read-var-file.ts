import { isBuildError } from '../../errors/build-error.ts';
import { varFileInvalid } from '../../errors/word/template.ts';
import { isObject, unmarshalError } from '../go-value.ts';
import { type JsonNode, toJson } from '../json/node.ts';
import { parseFirstJson } from '../json/parse-json.ts';

/**
 * Reads a variables file: one JSON object of strings. Looser than a template, as Go's decoder is: what follows the
 * object is ignored, of equal keys the last counts, and `null` is an empty string.
 */
export function readVarFile(text: string, path: string): ReadonlyMap<string, string> {
  const node = readFirst(text, path);
  const raw = toJson(node);
  if (raw !== null && !isObject(raw)) throw varFileInvalid(path, unmarshalError(raw, 'kvflag.FlagJSON'));
  const variables = new Map<string, string>();
  for (const [name, value] of Object.entries(raw ?? {})) {
    if (value !== null && typeof value !== 'string')
      throw varFileInvalid(path, unmarshalError(value, 'string'));
    variables.set(name, value ?? '');
  }
  return variables;
}

function readFirst(text: string, path: string): JsonNode {
  try {
    return parseFirstJson(text, path);
  } catch (error) {
    if (!isBuildError(error)) throw error;
    const reason = String(error.data['reason'] ?? error.message);
    const ended = text.trim() === '' ? 'EOF' : 'unexpected EOF';
    throw varFileInvalid(path, reason === 'unexpected end of JSON input' ? ended : reason);
  }
}
