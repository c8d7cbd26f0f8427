import type { Diagnostic } from '../diagnostic.ts';
import { evaluateExpression } from '../evaluate/evaluate.ts';
import type { Scope } from '../evaluate/run.ts';
import type { Attribute, Expression } from '../syntax/node.ts';
import { variablesOf } from '../syntax/variables-of.ts';
import { convertIfPossible } from '../types/convert.ts';
import { STRING, typeName } from '../types/type.ts';
import {
  integerValue,
  isKeyed,
  isSequence,
  objectValue,
  stringValue,
  typeOf,
  UNKNOWN,
  type Value,
} from '../values/value.ts';
import type { BlockSchema, Body, BodyBlock, BodySchema, Content } from './body.ts';

/** What `dynamic` blocks around a body stand at: their iterators, the outermost first. */
export type Iterators = readonly ReadonlyMap<string, Value>[];

/** A block that stands in the text, or that a `dynamic` block makes. */
export interface MadeBlock extends BodyBlock {
  readonly iterators: Iterators;
}

export interface ExpandedContent extends Content {
  readonly blocks: readonly MadeBlock[];
}

/** The scope inside of `dynamic` blocks. */
export function scopeAt(iterators: Iterators, scope: Scope): Scope {
  const { functions, surroundings } = scope;
  let inner = scope;
  for (const variables of iterators) inner = { functions, surroundings, variables, outer: inner };
  return inner;
}

/** What a body holds with its `dynamic` blocks replaced by the blocks that they make. */
export function expandedContent(
  body: Body,
  schema: BodySchema,
  { scope, iterators }: { readonly scope: Scope; readonly iterators: Iterators },
): ExpandedContent {
  const blocks = [...(schema.blocks ?? []), { type: 'dynamic', labels: ['type'] }];
  const content = body.content({ ...schema, blocks });
  const diagnostics: Diagnostic[] = [...content.diagnostics];
  const made = content.blocks.flatMap((block): readonly MadeBlock[] => {
    if (block.type !== 'dynamic') return [{ ...block, iterators }];
    const expansion = new Expansion(block, iterators, diagnostics);
    return expansion.blocks(schema, scopeAt(iterators, scope));
  });
  return { ...content, blocks: made, diagnostics };
}

class Expansion {
  readonly #block: BodyBlock;
  readonly #around: Iterators;
  readonly #diagnostics: Diagnostic[];

  constructor(block: BodyBlock, around: Iterators, diagnostics: Diagnostic[]) {
    this.#block = block;
    this.#around = around;
    this.#diagnostics = diagnostics;
  }

  blocks({ blocks = [] }: BodySchema, scope: Scope): readonly MadeBlock[] {
    const [type = ''] = this.#block.labels;
    const wanted = blocks.find((one) => one.type === type);
    if (wanted === undefined) {
      const detail = `Blocks of type "${type}" are not expected here.`;
      const subject = this.#block.labelRanges[0] ?? this.#block.header;
      return this.#fail({ summary: 'Unsupported block type', detail, subject });
    }
    const { attributes, blocks: inner, diagnostics } = this.#block.body.content(schemaOf(wanted));
    if (diagnostics.length > 0) return this.#fail(...diagnostics);
    const each = this.#forEach(attributes.get('for_each'), scope);
    const iterator = this.#iterator(attributes.get('iterator'), type);
    const content = this.#content(inner);
    if (each === undefined || iterator === undefined || content === undefined) return [];
    const labels = attributes.get('labels');
    return each.flatMap(([key, value]) => {
      const iteration = new Map([
        [
          iterator,
          objectValue([
            ['key', key],
            ['value', value],
          ]),
        ],
      ]);
      const names = this.#labels(labels, wanted, scopeAt([iteration], scope));
      if (names === undefined) return [];
      const labelRanges = names.map(() => labels?.expression.range ?? this.#block.header);
      const { typeRange, header } = this.#block;
      return [
        {
          type,
          typeRange,
          header,
          labels: names,
          labelRanges,
          body: content.body,
          iterators: [...this.#around, iteration],
        },
      ];
    });
  }

  #fail(...diagnostics: readonly Diagnostic[]): readonly never[] {
    this.#diagnostics.push(...diagnostics);
    return [];
  }

  #forEach(attribute: Attribute | undefined, scope: Scope): readonly (readonly [Value, Value])[] | undefined {
    if (attribute === undefined) return undefined;
    const { expression } = attribute;
    const { value, diagnostics } = evaluateExpression(expression, scope);
    if (diagnostics.length > 0) return void this.#fail(...diagnostics);
    if (isSequence(value))
      return value.elements.map((one, index) => [value.kind === 'set' ? one : integerValue(index), one]);
    if (isKeyed(value)) return [...value.entries].map(([key, one]) => [stringValue(key), one]);
    // How many there will be is not known yet: one stands for all.
    if (value.kind === 'unknown') return [[UNKNOWN, UNKNOWN]];
    const what =
      value.kind === 'null'
        ? 'a null value in for_each.'
        : `a ${typeName(typeOf(value))} value in for_each. An iterable collection is required.`;
    const fault = {
      summary: 'Invalid dynamic for_each value',
      detail: `Cannot use ${what}`,
      subject: expression.range,
    };
    return void this.#fail({ ...fault, evaluated: { expression, scope } });
  }

  #iterator(attribute: Attribute | undefined, type: string): string | undefined {
    if (attribute === undefined) return type;
    const name = bareName(attribute.expression);
    if (name !== undefined) return name;
    const detail = 'Dynamic iterator must be a single variable name.';
    return void this.#fail({
      summary: 'Invalid dynamic iterator name',
      detail,
      subject: attribute.expression.range,
    });
  }

  #content(blocks: readonly BodyBlock[]): BodyBlock | undefined {
    const [first, second] = blocks;
    if (second !== undefined) {
      const detail = 'Only one nested content block is allowed for each dynamic block.';
      return void this.#fail({ summary: 'Extraneous dynamic content block', detail, subject: second.header });
    }
    if (first !== undefined) return first;
    const detail =
      'A dynamic block must have a nested block of type "content" to describe the body of each generated block.';
    return void this.#fail({
      summary: 'Missing dynamic content block',
      detail,
      subject: this.#block.body.missing,
    });
  }

  #labels(
    attribute: Attribute | undefined,
    { type, labels = [] }: BlockSchema,
    scope: Scope,
  ): readonly string[] | undefined {
    if (attribute === undefined) return [];
    const { expression } = attribute;
    const given = expression.kind === 'tuple' ? expression.elements : [expression];
    if (given.length !== labels.length) {
      const summary =
        given.length > labels.length ? 'Extraneous dynamic block label' : 'Insufficient dynamic block labels';
      return void this.#fail({
        summary,
        detail: `Blocks of type "${type}" require ${labels.length} label(s).`,
        subject: expression.range,
      });
    }
    const texts = given.map((one) => this.#label(one, scope));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }

  #label(expression: Expression, scope: Scope): string | undefined {
    const { value, diagnostics } = evaluateExpression(expression, scope);
    if (diagnostics.length > 0) return void this.#fail(...diagnostics);
    const text = convertIfPossible(value, STRING);
    if (text?.kind === 'string') return text.text;
    const detail =
      value.kind === 'null'
        ? 'Cannot use a null value as a dynamic block label.'
        : value.kind === 'unknown'
          ? 'This value is not yet known. Dynamic block labels must be immediately-known values.'
          : 'Cannot use this value as a dynamic block label: string required.';
    return void this.#fail({ summary: 'Invalid dynamic block label', detail, subject: expression.range });
  }
}

function schemaOf({ labels = [] }: BlockSchema): BodySchema {
  const attributes = [{ name: 'for_each', required: true }, { name: 'iterator' }];
  const named = labels.length > 0 ? [{ name: 'labels', required: true }] : [];
  return { attributes: [...attributes, ...named], blocks: [{ type: 'content' }] };
}

/** The word that an expression is, in JSON as a text. */
function bareName(expression: Expression): string | undefined {
  if (expression.kind === 'json-string')
    return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(expression.text) ? expression.text : undefined;
  const [only] = variablesOf(expression);
  return expression.kind === 'variable' && only?.steps.length === 0 ? only.name : undefined;
}
