import type { Expression, ObjectItem } from '../syntax/node.ts';
import { NULL, numberValue } from '../values/value.ts';
import type { JsonNode, JsonProperty } from './node.ts';

/** A value of JSON as an expression. Names of properties may be templates as well. */
export function jsonExpression(node: JsonNode): Expression {
  const { range } = node;
  switch (node.kind) {
    case 'object':
      return { kind: 'object', items: node.properties.map(itemOf), open: node.open, strict: true, range };
    case 'array':
      return { kind: 'tuple', elements: node.values.map(jsonExpression), open: node.open, range };
    case 'text':
      return { kind: 'json-string', text: node.text, range };
    case 'number':
      return { kind: 'literal', value: numberValue(node.number), range };
    case 'true':
    case 'false':
      // Values of their own: the words of native syntax are told by theirs.
      return { kind: 'literal', value: { kind: 'bool', is: node.kind === 'true' }, range };
    case 'null':
    case 'invalid':
      return { kind: 'literal', value: { ...NULL }, range };
  }
}

function itemOf({ name, nameRange: range, value }: JsonProperty): ObjectItem {
  const expression = { kind: 'json-string', text: name, range } as const;
  return { key: { kind: 'key', expression, range }, value: jsonExpression(value) };
}
