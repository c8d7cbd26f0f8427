import type { Body, BodyBlock, BodySchema } from '../body/body.ts';
import { readBody } from '../body/read-body.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Describe } from '../diagnostic-text.ts';
import type { Scope } from '../evaluate/run.ts';
import { rangeName, type Source } from '../syntax/source.ts';
import { MetaArguments } from './build/meta-arguments.ts';
import type { Configuration, DataBlock, Local, PluginRequirement, Variable } from './configuration.ts';
import { Findings } from './findings.ts';
import { readPackerBlock } from './read-packer-block.ts';
import { NAME, NAME_RULE, oldVariable, readVariable } from './read-variables.ts';

export interface TemplateFile {
  /** As messages call it. */
  readonly name: string;
  readonly text: string;
}

interface Reading {
  readonly root: string;
  /** The version of Packer that is spoken. */
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For defaults and validations. */
  readonly scope: Scope;
}

const SCHEMA: BodySchema = {
  blocks: [
    { type: 'packer' },
    { type: 'source', labels: ['type', 'name'] },
    { type: 'variable', labels: ['name'] },
    { type: 'variables' },
    { type: 'local', labels: ['name'] },
    { type: 'locals' },
    { type: 'data', labels: ['type', 'name'] },
    { type: 'build' },
    { type: 'hcp_packer_registry' },
    { type: 'communicator', labels: ['type', 'name'] },
  ],
};

/** The blocks of the top level of all files. With errors it is as much as could be read. */
export function readConfiguration(
  files: readonly TemplateFile[],
  reading: Reading,
): {
  readonly configuration: Configuration;
  readonly findings: Findings;
  readonly sources: ReadonlyMap<Source, Describe>;
} {
  const read = files.map(({ name, text }) => readBody(name, text));
  const sources = new Map(read.map(({ source, describe }) => [source, describe] as const));
  const findings = new Findings(sources);
  findings.add(...read.flatMap(({ diagnostics }) => diagnostics));
  const reader = new ConfigurationReader(reading);
  if (!findings.hasErrors) findings.add(...reader.read(read.map(({ body }) => body)));
  const texts = files.map(({ text }) => text);
  return { configuration: reader.configuration(texts), findings, sources };
}

class ConfigurationReader {
  readonly #reading: Reading;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #requirements: PluginRequirement[] = [];
  readonly #variables = new Map<string, Variable>();
  readonly #locals: Local[] = [];
  readonly #data: DataBlock[] = [];
  #blocks: readonly BodyBlock[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  configuration(texts: readonly string[]): Configuration {
    const of = (type: string) => this.#blocks.filter((block) => block.type === type);
    return {
      root: this.#reading.root,
      texts,
      requirements: this.#requirements,
      variables: this.#variables,
      locals: this.#locals,
      data: this.#data,
      sources: of('source'),
      builds: of('build'),
      registries: of('hcp_packer_registry'),
    };
  }

  read(bodies: readonly Body[]): readonly Diagnostic[] {
    const contents = bodies.map((body) => body.content(SCHEMA));
    this.#blocks = contents.flatMap(({ blocks }) => blocks);
    const packer = this.#blocks
      .filter(({ type }) => type === 'packer')
      .map((block) => readPackerBlock(block, this.#reading.version));
    const version = packer.flatMap((one) => one.version);
    if (version.length > 0) return version;
    this.#requirements.push(...packer.flatMap(({ requirements }) => requirements));
    this.#diagnostics.push(
      ...contents.flatMap(({ diagnostics }) => diagnostics),
      ...packer.flatMap(({ diagnostics }) => diagnostics),
    );
    for (const block of this.#blocks) this.#block(block);
    return this.#diagnostics;
  }

  #block(block: BodyBlock): void {
    const { scope, env } = this.#reading;
    if (block.type === 'variable') this.#variable(readVariable(block, scope, env));
    if (block.type === 'variables') {
      const { attributes, diagnostics } = block.body.justAttributes();
      this.#diagnostics.push(...diagnostics);
      for (const attribute of attributes.values()) this.#variable(oldVariable(attribute, scope, env));
    }
    if (block.type === 'locals') {
      const { attributes, diagnostics } = block.body.justAttributes();
      this.#diagnostics.push(...diagnostics);
      for (const { name, nameRange, expression } of attributes.values())
        this.#local({ name, sensitive: false, expression, range: expression.range }, nameRange);
    }
    if (block.type === 'local') this.#localBlock(block);
    if (block.type === 'data') this.#dataBlock(block);
  }

  #variable({ variable, diagnostics }: ReturnType<typeof readVariable>): void {
    this.#diagnostics.push(...diagnostics);
    if (variable === undefined) return;
    if (!this.#variables.has(variable.name)) this.#variables.set(variable.name, variable);
    else
      this.#diagnostics.push({
        summary: 'Duplicate variable',
        detail: `Duplicate ${variable.name} variable definition found.`,
      });
  }

  #localBlock({ body, labels: [name = ''], labelRanges, header }: BodyBlock): void {
    const schema = { attributes: [{ name: 'expression', required: true }, { name: 'sensitive' }] };
    const { attributes, diagnostics } = body.content(schema);
    this.#diagnostics.push(...diagnostics);
    const meta = new MetaArguments(attributes, { ...this.#reading.scope, variables: undefined });
    const sensitive = meta.flag('sensitive') ?? false;
    this.#diagnostics.push(...meta.diagnostics);
    const expression = attributes.get('expression')?.expression;
    if (expression !== undefined)
      this.#local({ name, sensitive, expression, range: expression.range }, labelRanges[0] ?? header);
  }

  #local(local: Local, subject: Local['range']): void {
    const before = this.#locals.find(({ name }) => name === local.name);
    if (!NAME.test(local.name))
      this.#diagnostics.push({ summary: 'Invalid local name', detail: NAME_RULE, subject });
    else if (before === undefined) this.#locals.push(local);
    else {
      const detail = `Local variable "${local.name}" is defined twice in your templates. Other definition found at "${rangeName(before.range)}"`;
      this.#diagnostics.push({ summary: 'Duplicate local definition', detail, subject: local.range });
    }
  }

  #dataBlock(block: BodyBlock): void {
    const [type = '', name = ''] = block.labels;
    const before = this.#data.find((one) => one.type === type && one.name === name);
    if (!NAME.test(name))
      this.#diagnostics.push({
        summary: 'Invalid data resource name',
        detail: NAME_RULE,
        subject: block.labelRanges[1] ?? block.header,
      });
    else if (before === undefined) this.#data.push({ type, name, block });
    else {
      const detail = `This data block has the same data type and name as a previous block declared at ${rangeName(before.block.header)}. Each data must have a unique name per builder type.`;
      this.#diagnostics.push({ summary: 'Duplicate data block', detail, subject: block.header });
    }
  }
}
