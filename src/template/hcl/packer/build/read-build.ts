import type { BodyBlock, BodySchema } from '../../body/body.ts';
import { expandedContent, type MadeBlock, scopeAt } from '../../body/dynamic.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import { evaluateLiteral } from '../../evaluate/literal.ts';
import type { Scope } from '../../evaluate/run.ts';
import type { Range } from '../../syntax/source.ts';
import { convertIfPossible } from '../../types/convert.ts';
import { STRING } from '../../types/type.ts';
import { objectValue, stringValue } from '../../values/value.ts';
import type { BuildBlock, PostProcessorBlock, ProvisionerBlock, SourceUse } from './build-block.ts';
import { MetaArguments } from './meta-arguments.ts';
import { type Read, readPostProcessor, readProvisioner } from './read-components.ts';
import { readRegistry } from './read-registry.ts';

const OWN = ['name', 'description', 'sources'];

/** Blocks by what their label is. */
const LABELLED = {
  from: 'type',
  source: 'reference',
  provisioner: 'type',
  'error-cleanup-provisioner': 'type',
  'post-processor': 'type',
};

const SCHEMA: BodySchema = {
  attributes: OWN.map((name) => ({ name })),
  blocks: [
    ...Object.entries(LABELLED).map(([type, label]) => ({ type, labels: [label] })),
    { type: 'post-processors' },
    { type: 'hcp_packer_registry' },
  ],
};

/** Reads a `build` block, but not the settings of what is in it. */
export function readBuild(block: BodyBlock, scope: Scope): Read<BuildBlock> {
  const { attributes } = block.body.partialContent({ attributes: SCHEMA.attributes ?? [] });
  const meta = new MetaArguments(attributes, scope);
  const [name, description, references] = [
    meta.text('name'),
    meta.text('description'),
    meta.texts('sources'),
  ];
  if (meta.diagnostics.length > 0) return { diagnostics: meta.diagnostics };
  const reader = new BuildReader(block.header, named(scope, name));
  const sources = references.flatMap((reference) => reader.source(reference) ?? []);
  const { blocks, diagnostics } = expandedContent(block.body, SCHEMA, { scope, iterators: [] });
  const wrong = [...reader.diagnostics, ...diagnostics];
  if (wrong.length > 0) return { diagnostics: wrong };
  for (const one of blocks) reader.read(one);
  const build = reader.build({ name, description, sources, given: references.length });
  return reader.errors
    ? { diagnostics: reader.diagnostics }
    : { block: build, diagnostics: reader.diagnostics };
}

/** What is in a build knows its name. */
function named(scope: Scope, name: string): Scope {
  const build = objectValue([['name', stringValue(name)]]);
  return { ...scope, variables: new Map([['build', build]]), outer: scope };
}

const IDENTIFIER = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}-]*$/u;

class BuildReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #range: Range;
  readonly #scope: Scope;
  readonly #inline: SourceUse[] = [];
  readonly #provisioners: ProvisionerBlock[] = [];
  readonly #chains: (readonly PostProcessorBlock[])[] = [];
  #cleanup: ProvisionerBlock | undefined;
  #sources = 0;
  #registries = 0;

  constructor(range: Range, scope: Scope) {
    this.#range = range;
    this.#scope = scope;
  }

  get errors(): boolean {
    return this.diagnostics.some(({ severity }) => severity !== 'warning');
  }

  /** `TYPE.NAME`, with something before it or after it that does not count. */
  source(reference: string, subject = this.#range): SourceUse | undefined {
    const parts = reference.split('.');
    const [type = '', name = ''] = parts.length > 2 ? parts.slice(1) : parts;
    if (IDENTIFIER.test(type) && IDENTIFIER.test(name))
      return { type, name, sourceName: name, own: undefined };
    this.diagnostics.push({ summary: 'Invalid source reference', detail: REFERENCE, subject });
    return undefined;
  }

  read(block: MadeBlock): void {
    const { type } = block;
    if (type === 'source') this.#inlineSource(block);
    if (type === 'post-processors') this.#chain(block);
    if (type === 'provisioner')
      this.#take(readProvisioner(block, this.#scope), (one) => this.#provisioners.push(one));
    if (type === 'post-processor')
      this.#take(readPostProcessor(block, this.#scope), (one) => this.#chains.push([one]));
    if (type === 'error-cleanup-provisioner') this.#onlyCleanup(block);
    if (type === 'hcp_packer_registry') this.#onlyRegistry(block);
  }

  #onlyCleanup(block: MadeBlock): void {
    if (this.#cleanup !== undefined) this.#second(block);
    else
      this.#take(readProvisioner(block, this.#scope), (one) => {
        this.#cleanup = one;
      });
  }

  #onlyRegistry(block: MadeBlock): void {
    this.#registries += 1;
    if (this.#registries > 1) this.#second(block);
    else this.diagnostics.push(...readRegistry(block, this.#scope));
  }

  build({
    given,
    ...own
  }: Pick<BuildBlock, 'name' | 'description' | 'sources'> & { readonly given: number }): BuildBlock {
    if (given + this.#sources === 0)
      this.diagnostics.push({
        summary: 'missing source reference',
        detail: 'a build block must reference at least one source to be built',
        subject: this.#range,
      });
    return {
      ...own,
      sources: [...own.sources, ...this.#inline],
      provisioners: this.#provisioners,
      cleanup: this.#cleanup,
      chains: this.#chains,
      hasRegistry: this.#registries > 0,
      range: this.#range,
    };
  }

  #inlineSource({ labels, body, iterators, header }: MadeBlock): void {
    this.#sources += 1;
    const source = this.source(labels[0] ?? '', header);
    const { attributes } = body.partialContent({ attributes: [{ name: 'name' }] });
    const attribute = attributes.get('name');
    const own = { body, iterators, known: ['name'] };
    if (attribute === undefined || iterators.length > 0) {
      const meta = new MetaArguments(attributes, scopeAt(iterators, this.#scope));
      const name = meta.text('name');
      this.diagnostics.push(...meta.diagnostics);
      if (source !== undefined) this.#inline.push({ ...source, ...(name !== '' && { name }), own });
      return;
    }
    const { value, diagnostics } = evaluateLiteral(attribute.expression);
    const name = convertIfPossible(value, STRING);
    const unknown = { summary: 'Unsuitable value type', detail: 'Unsuitable value: value must be known' };
    this.diagnostics.push(...diagnostics);
    if (name?.kind !== 'string') this.diagnostics.push({ ...unknown, subject: attribute.expression.range });
    else if (source !== undefined)
      this.#inline.push({ ...source, ...(name.text !== '' && { name: name.text }), own });
  }

  #chain({ body, iterators }: MadeBlock): void {
    const schema = { blocks: [{ type: 'post-processor', labels: ['type'] }] };
    const content = expandedContent(body, schema, { scope: this.#scope, iterators });
    this.diagnostics.push(...content.diagnostics);
    const chain: PostProcessorBlock[] = [];
    for (const one of content.blocks)
      this.#take(readPostProcessor(one, this.#scope), (read) => chain.push(read));
    this.#chains.push(chain);
  }

  #take<Block>({ block, diagnostics }: Read<Block>, keep: (block: Block) => unknown): void {
    this.diagnostics.push(...diagnostics);
    if (block !== undefined) keep(block);
  }

  #second({ type, header }: MadeBlock): void {
    this.diagnostics.push({ summary: `Only one ${type} is allowed`, detail: '', subject: header });
  }
}

const REFERENCE =
  'A source type is made of three parts that are split by a dot `.`; each part must start with a letter and may ' +
  'contain only letters, digits, underscores, and dashes. A valid source reference looks like: `source.type.name`';
