import { type JsonNode, type JsonPath, locate } from './node.ts';
import { parseJson } from './parse-json.ts';
import { type Position, position } from './position.ts';

export interface Place extends Position {
  readonly file: string;
  /** Characters to underline. */
  readonly length: number;
}

interface Source {
  readonly text: string;
  readonly path: string;
}

/** Where `path` leads to in a parsed template; anything that is no path gives no place. */
export function place(node: JsonNode, source: Source, path: unknown): Place | undefined {
  if (!isPath(path) || path.length === 0) return undefined;
  const { start, end } = locate(node, path);
  const line = source.text.slice(start, end).split('\n')[0] ?? '';
  return { file: source.path, ...position(source.text, start), length: Math.max(1, Array.from(line).length) };
}

/**
 * The same from the text of a template. Errors of a component carry the path within its settings: give the
 * component's own path before it, such as `['builders', 0]`.
 */
export function findPlace(source: Source, path: JsonPath): Place | undefined {
  return place(parseJson(source.text, source.path), source, path);
}

function isPath(path: unknown): path is JsonPath {
  return Array.isArray(path) && path.every((step) => typeof step === 'string' || typeof step === 'number');
}
