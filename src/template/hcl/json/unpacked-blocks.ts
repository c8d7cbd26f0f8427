import type { BlockSchema, BodyBlock } from '../body/body.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Range } from '../syntax/source.ts';
import { type JsonNode, type JsonProperty, startOf } from './node.ts';

const WRONG_TYPE = 'Incorrect JSON value type';

/** The properties of an object, or of all objects of an array. With the name of a label they stand for that. */
export function propertiesOf(
  node: JsonNode,
  label?: string,
): { readonly properties: readonly JsonProperty[]; readonly diagnostics: readonly Diagnostic[] } {
  if (node.kind === 'object') return { properties: node.properties, diagnostics: [] };
  if (node.kind === 'null') return { properties: [], diagnostics: [] };
  const purpose =
    label === undefined
      ? 'to define arguments and child blocks.'
      : `to specify ${label} labels for this block.`;
  if (node.kind !== 'array') {
    const detail = `Either a JSON object or JSON array of objects is required here, ${purpose}`;
    return {
      properties: [],
      diagnostics: [{ summary: WRONG_TYPE, detail, subject: startOf(node) }],
    };
  }
  const detail = `A JSON object is required here, ${purpose}`;
  return {
    properties: node.values.flatMap((value) => (value.kind === 'object' ? value.properties : [])),
    diagnostics: node.values
      .filter(({ kind }) => kind !== 'object')
      .map((value) => ({ summary: WRONG_TYPE, detail, subject: startOf(value) })),
  };
}

/** A block whose content is still to be read. */
type Unpacked = Omit<BodyBlock, 'body'> & { readonly content: JsonNode };

interface Wanted {
  readonly schema: BlockSchema;
  readonly typeRange: Range;
}

interface Labels {
  readonly labels: readonly string[];
  readonly labelRanges: readonly Range[];
}

interface Blocks {
  readonly blocks: readonly Unpacked[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The blocks in a property: one nesting of objects for each label, and an array where one repeats. */
export function unpackedBlocks(
  node: JsonNode,
  wanted: Wanted,
  { labels, labelRanges }: Labels = { labels: [], labelRanges: [] },
): Blocks {
  const { schema, typeRange } = wanted;
  const label = schema.labels?.[labels.length];
  if (label === undefined) return contents(node, { type: schema.type, typeRange, labels, labelRanges });
  const { properties, diagnostics } = propertiesOf(node, label);
  if (properties.length === 0) {
    const summary = 'Missing block label';
    const detail = `At least one object property is required, whose name represents the ${schema.type} block's ${label}.`;
    return { blocks: [], diagnostics: [...diagnostics, { summary, detail, subject: startOf(node) }] };
  }
  const inside = properties.map(({ name, nameRange, value }) =>
    unpackedBlocks(value, wanted, {
      labels: [...labels, name],
      labelRanges: [...labelRanges, nameRange],
    }),
  );
  return {
    blocks: inside.flatMap(({ blocks }) => blocks),
    diagnostics: [...diagnostics, ...inside.flatMap((one) => one.diagnostics)],
  };
}

function contents(node: JsonNode, named: Omit<BodyBlock, 'body' | 'header'>): Blocks {
  if (node.kind === 'null') return { blocks: [], diagnostics: [] };
  if (node.kind === 'object')
    return { blocks: [{ ...named, header: node.open, content: node }], diagnostics: [] };
  if (node.kind === 'array')
    // Whether each is an object shows when it is read.
    return {
      blocks: node.values.map((content) => ({ ...named, header: node.open, content })),
      diagnostics: [],
    };
  const detail = `Either a JSON object or a JSON array is required, representing the contents of one or more "${named.type}" blocks.`;
  return { blocks: [], diagnostics: [{ summary: WRONG_TYPE, detail, subject: startOf(node) }] };
}
