import { type BuildError, isBuildError } from '../errors/build-error.ts';
import { toJson } from '../template/json/node.ts';
import { parseFirstJson } from '../template/json/parse-json.ts';
import type { Json } from '../template/model/template.ts';

/** The JSON of an answer; what is none is refused with Go's complaint. */
export function parseJson(text: string, refuse: (why: string) => BuildError): Json {
  try {
    return toJson(parseFirstJson(text, ''));
  } catch (error) {
    throw isBuildError(error) ? refuse(String(error.data['reason'] ?? error.message)) : error;
  }
}

/** The JSON that a text is as a whole, or nothing. */
export function readable(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
