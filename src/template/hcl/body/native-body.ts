import type { Diagnostic } from '../diagnostic.ts';
import { suggestion } from '../suggestion.ts';
import type { Attribute, Block, BodyNode } from '../syntax/node.ts';
import { between, type Range } from '../syntax/source.ts';
import type { BlockSchema, Body, BodyBlock, BodySchema, Content, PartialContent } from './body.ts';
import { missingArguments } from './missing-arguments.ts';

interface Hidden {
  readonly attributes: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
}

const NOTHING: Hidden = { attributes: new Set(), blocks: new Set() };

/** A body of native syntax. What was read of it before is hidden. */
export class NativeBody implements Body {
  readonly #node: BodyNode;
  readonly #hidden: Hidden;

  constructor(node: BodyNode, hidden = NOTHING) {
    this.#node = node;
    this.#hidden = hidden;
  }

  get missing(): Range {
    return this.#node.missing;
  }

  content(schema: BodySchema): Content {
    const { attributes, blocks, missing, diagnostics } = this.partialContent(schema);
    const [wanted = [], inner = []] = [schema.attributes, schema.blocks];
    const strangers = this.#attributes().filter(({ name }) => !wanted.some((one) => one.name === name));
    const strange = this.#blocks().filter(({ type }) => !inner.some((one) => one.type === type));
    return {
      attributes,
      blocks,
      missing,
      diagnostics: [
        ...diagnostics,
        ...strangers.map((attribute) => unsupportedArgument(attribute, schema, attributes)),
        ...strange.map((block) => unsupportedBlock(block, schema)),
      ],
    };
  }

  partialContent(schema: BodySchema): PartialContent {
    const wanted = new Set(schema.attributes?.map(({ name }) => name));
    const inner = new Map(schema.blocks?.map((one) => [one.type, one]));
    const found = this.#attributes().filter(({ name }) => wanted.has(name));
    const attributes = new Map(found.map((attribute) => [attribute.name, attribute]));
    const diagnostics = [...missingArguments(schema, attributes, this.missing)];
    const blocks: BodyBlock[] = [];
    for (const block of this.#blocks()) {
      const labels = inner.get(block.type);
      if (labels === undefined) continue;
      const fault = wrongLabels(block, labels);
      if (fault === undefined) blocks.push(withBody(block));
      else diagnostics.push(fault);
    }
    const rest = new NativeBody(this.#node, {
      attributes: new Set([...this.#hidden.attributes, ...attributes.keys()]),
      blocks: new Set([...this.#hidden.blocks, ...inner.keys()]),
    });
    return { attributes, blocks, missing: this.missing, diagnostics, rest };
  }

  justAttributes(): Pick<Content, 'attributes' | 'diagnostics'> {
    const attributes = new Map(this.#attributes().map((attribute) => [attribute.name, attribute]));
    const [block] = this.#blocks();
    if (block === undefined) return { attributes, diagnostics: [] };
    const summary = `Unexpected "${block.type}" block`;
    const detail = 'Blocks are not allowed here.';
    return { attributes, diagnostics: [{ summary, detail, subject: block.typeRange }] };
  }

  #attributes(): readonly Attribute[] {
    return this.#node.items
      .filter((item) => item.kind === 'attribute')
      .filter(({ name }) => !this.#hidden.attributes.has(name));
  }

  #blocks(): readonly Block[] {
    return this.#node.items
      .filter((item) => item.kind === 'block')
      .filter(({ type }) => !this.#hidden.blocks.has(type));
  }
}

function withBody({ body, type, typeRange, labels, labelRanges, header }: Block): BodyBlock {
  return { type, typeRange, labels, labelRanges, header, body: new NativeBody(body) };
}

function wrongLabels(block: Block, { type, labels = [] }: BlockSchema): Diagnostic | undefined {
  const context = between(block.typeRange, block.open);
  const extra = block.labelRanges[labels.length];
  const names = labels.join(', ');
  if (extra !== undefined) {
    const allowed =
      labels.length === 0
        ? `No labels are expected for ${type} blocks.`
        : `Only ${labels.length} labels (${names}) are expected for ${type} blocks.`;
    return { summary: `Extraneous label for ${type}`, detail: allowed, subject: extra, context };
  }
  const missing = labels[block.labels.length];
  if (missing === undefined) return undefined;
  const detail = `All ${type} blocks must have ${labels.length} labels (${names}).`;
  return { summary: `Missing ${missing} for ${type}`, detail, subject: block.open, context };
}

function unsupportedArgument(
  { name, nameRange }: Attribute,
  { attributes = [], blocks = [] }: BodySchema,
  set: ReadonlyMap<string, Attribute>,
): Diagnostic {
  // What the body sets already cannot be meant.
  const free = attributes.filter((one) => !set.has(one.name)).map((one) => one.name);
  const hint =
    suggestion(name, free) ||
    (blocks.some(({ type }) => type === name) ? ` Did you mean to define a block of type "${name}"?` : '');
  const detail = `An argument named "${name}" is not expected here.${hint}`;
  return { summary: 'Unsupported argument', detail, subject: nameRange };
}

function unsupportedBlock(
  { type, typeRange }: Block,
  { attributes = [], blocks = [] }: BodySchema,
): Diagnostic {
  const known = blocks.map((one) => one.type);
  const hint =
    suggestion(type, known) ||
    (attributes.some(({ name }) => name === type)
      ? ` Did you mean to define argument "${type}"? If so, use the equals sign to assign it a value.`
      : '');
  const detail = `Blocks of type "${type}" are not expected here.${hint}`;
  return { summary: 'Unsupported block type', detail, subject: typeRange };
}
