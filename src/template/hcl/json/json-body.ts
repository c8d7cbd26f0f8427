import type { Body, BodyBlock, BodySchema, Content, PartialContent } from '../body/body.ts';
import { missingArguments } from '../body/missing-arguments.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { suggestion } from '../suggestion.ts';
import type { Attribute } from '../syntax/node.ts';
import { between, type Range, rangeName } from '../syntax/source.ts';
import { jsonExpression } from './json-expression.ts';
import { type JsonNode, type JsonProperty, startOf } from './node.ts';
import { propertiesOf, unpackedBlocks } from './unpacked-blocks.ts';

/** A property of this name is a comment. */
const COMMENT = '//';

/** A body in JSON: an object, or an array of objects that are read as one. The schema alone tells arguments from blocks. */
export class JsonBody implements Body {
  readonly #node: JsonNode;
  readonly #hidden: ReadonlySet<string>;

  constructor(node: JsonNode, hidden: ReadonlySet<string> = new Set()) {
    this.#node = node;
    this.#hidden = hidden;
  }

  get missing(): Range {
    return this.#node.kind === 'object' ? this.#node.close : startOf(this.#node);
  }

  content(schema: BodySchema): Content {
    const { attributes, blocks, missing, diagnostics, used } = this.#read(schema);
    const free = [
      ...(schema.attributes ?? []).map(({ name }) => name).filter((name) => !used.has(name)),
      ...(schema.blocks ?? []).map(({ type }) => type),
    ];
    const { properties, diagnostics: again } = propertiesOf(this.#node);
    const strangers = properties.filter(({ name }) => name !== COMMENT && !used.has(name));
    return {
      attributes,
      blocks,
      missing,
      diagnostics: [...diagnostics, ...again, ...strangers.map((property) => extraneous(property, free))],
    };
  }

  partialContent(schema: BodySchema): PartialContent {
    const { used, ...content } = this.#read(schema);
    return { ...content, rest: new JsonBody(this.#node, used) };
  }

  justAttributes(): Pick<Content, 'attributes' | 'diagnostics'> {
    const node = this.#node;
    if (node.kind !== 'object') {
      const detail = 'A JSON object is required here, setting the arguments for this block.';
      const subject = startOf(node);
      return {
        attributes: new Map(),
        diagnostics: [{ summary: 'Incorrect JSON value type', detail, subject }],
      };
    }
    const shown = node.properties.filter(({ name }) => name !== COMMENT && !this.#hidden.has(name));
    const attributes = new Map<string, Attribute>();
    const diagnostics: Diagnostic[] = [];
    for (const property of shown) {
      const earlier = attributes.get(property.name);
      if (earlier === undefined) attributes.set(property.name, attributeOf(property));
      else diagnostics.push(setBefore('Duplicate attribute definition', property, earlier));
    }
    return { attributes, diagnostics };
  }

  #read(schema: BodySchema): Content & { readonly used: ReadonlySet<string> } {
    const wanted = new Set(schema.attributes?.map(({ name }) => name));
    const inner = new Map(schema.blocks?.map((one) => [one.type, one]));
    const { properties, diagnostics: faults } = propertiesOf(this.#node);
    const diagnostics = [...faults];
    const attributes = new Map<string, Attribute>();
    const blocks: BodyBlock[] = [];
    const used = new Set(this.#hidden);
    for (const property of properties) {
      const { name, nameRange, value } = property;
      if (this.#hidden.has(name)) continue;
      const block = inner.get(name);
      const earlier = attributes.get(name);
      if (earlier !== undefined) {
        diagnostics.push({
          ...setBefore('Duplicate argument', property, earlier),
          context: rangeOf(property),
        });
      } else if (wanted.has(name)) attributes.set(name, attributeOf(property));
      else if (block !== undefined) {
        const unpacked = unpackedBlocks(value, { schema: block, typeRange: nameRange });
        blocks.push(
          ...unpacked.blocks.map(({ content, ...rest }) => ({ ...rest, body: new JsonBody(content) })),
        );
        diagnostics.push(...unpacked.diagnostics);
      }
      if (wanted.has(name) || block !== undefined) used.add(name);
    }
    diagnostics.push(...missingArguments(schema, attributes, this.missing));
    return { attributes, blocks, missing: this.missing, diagnostics, used };
  }
}

function rangeOf({ nameRange, value }: JsonProperty): Range {
  return between(nameRange, value.range);
}

function attributeOf(property: JsonProperty): Attribute {
  const { name, nameRange, value } = property;
  return { kind: 'attribute', name, nameRange, range: rangeOf(property), expression: jsonExpression(value) };
}

function setBefore(summary: string, { name, nameRange }: JsonProperty, earlier: Attribute): Diagnostic {
  const detail = `The argument "${name}" was already set at ${rangeName(earlier.range)}.`;
  return { summary, detail, subject: nameRange };
}

function extraneous(property: JsonProperty, known: readonly string[]): Diagnostic {
  const { name, nameRange } = property;
  return {
    summary: 'Extraneous JSON object property',
    detail: `No argument or block type is named "${name}".${suggestion(name, known)}`,
    subject: nameRange,
    context: rangeOf(property),
  };
}
