import type { Describe } from '../diagnostic-text.ts';
import type { JsonNode } from './node.ts';

/** The path to the innermost object or array that holds a place: `source.null.box`. */
export function describeJson(root: JsonNode): Describe {
  return ({ source, start }) => {
    const path = pathTo(root, source.outer === undefined ? start : source.outer.start + start);
    return path === '' ? undefined : path.replace(/^\./, '');
  };
}

function pathTo(node: JsonNode, at: number): string {
  const steps: readonly (readonly [string, JsonNode])[] =
    node.kind === 'object'
      ? node.properties.map(({ name, value }) => [`.${name}`, value])
      : node.kind === 'array'
        ? node.values.map((value, index) => [`[${index}]`, value])
        : [];
  const found = steps.find(
    ([, { kind, range }]) => (kind === 'object' || kind === 'array') && range.start <= at && at < range.end,
  );
  return found === undefined ? '' : found[0] + pathTo(found[1], at);
}
