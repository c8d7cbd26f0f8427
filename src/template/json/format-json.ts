import type { JsonNode } from './node.ts';
import { parseJson } from './parse-json.ts';

/**
 * JSON in one form: two blanks a level, one item a line, a line feed at the end. The order of keys stays, and every text
 * and number is written as it was. Throws BuildError `template-syntax` for what is no strict JSON.
 */
export function formatJson(text: string, path: string): string {
  return `${written(parseJson(text, path), text, '')}\n`;
}

function written(node: JsonNode, text: string, indent: string): string {
  const inner = `${indent}  `;
  if (node.kind === 'scalar') return text.slice(node.start, node.end);
  if (node.kind === 'array') {
    const items = node.items.map((item) => inner + written(item, text, inner));
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  const members = node.members.map(
    ({ keyStart, keyEnd, value }) =>
      `${inner}${text.slice(keyStart, keyEnd)}: ${written(value, text, inner)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
