import type { Json, JsonObject } from '../../../model/template.ts';
import type { Field, Fields } from '../../../schema/field.ts';
import { hclShape } from '../../../schema/hcl-shape.ts';
import type { Body, BodySchema } from '../../body/body.ts';
import { expandedContent, type Iterators, type MadeBlock, scopeAt } from '../../body/dynamic.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import { evaluateExpression } from '../../evaluate/evaluate.ts';
import type { Scope } from '../../evaluate/run.ts';
import type { Attribute } from '../../syntax/node.ts';
import { between, type Range, rangeName } from '../../syntax/source.ts';
import { convert } from '../../types/convert.ts';
import { ConversionError } from '../../types/mismatch.ts';
import { ANY, BOOL, listOf, NUMBER, STRING, type Type } from '../../types/type.ts';
import { jsonOf, NOT_SET, Refused } from './json-of.ts';

/** A body of settings, and what `dynamic` blocks around it stand at. */
export interface SettingsBody {
  readonly body: Body;
  readonly iterators: Iterators;
  /** Arguments of this body that somebody else has read: they are expected, and no settings. */
  readonly known: readonly string[];
}

export interface DecodedSettings {
  readonly settings: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
  /** Values that fit their type, but not their setting: Packer refuses them without a place. */
  readonly refusals: readonly string[];
  /** Texts made of sensitive values. */
  readonly secrets: readonly string[];
  /** Where each setting stands, by its path with dots. */
  readonly places: ReadonlyMap<string, Range>;
}

/** Names that Packer hands to every component by itself. */
const PACKERS: readonly string[] = [
  'packer_build_name',
  'packer_builder_type',
  'packer_core_version',
  'packer_debug',
  'packer_force',
  'packer_on_error',
  'packer_user_variables',
  'packer_sensitive_variables',
];

/** Reads bodies by the table of a component, as one: what an earlier one sets, a later one cannot set again. */
export function decodeSettings(
  bodies: readonly SettingsBody[],
  fields: Fields,
  scope: Scope,
): DecodedSettings {
  const decoder = new Decoder();
  const settings = decoder.read(bodies, { fields, scope, path: [], places: '' });
  const { diagnostics, refusals, secrets, places } = decoder;
  return { settings, diagnostics, refusals, secrets, places };
}

interface Reading {
  readonly fields: Fields;
  readonly scope: Scope;
  /** As Packer's messages write it. */
  readonly path: readonly string[];
  /** As `places` has it. */
  readonly places: string;
}

class Decoder {
  readonly diagnostics: Diagnostic[] = [];
  readonly refusals: string[] = [];
  readonly secrets: string[] = [];
  readonly places = new Map<string, Range>();

  read(bodies: readonly SettingsBody[], reading: Reading): JsonObject {
    const { fields, scope } = reading;
    const set = new Map<string, Range>();
    const blocks: MadeBlock[] = [];
    const attributes: { readonly attribute: Attribute; readonly scope: Scope }[] = [];
    for (const { body, iterators, known } of bodies) {
      const content = expandedContent(
        body,
        schemaOf(fields, reading.path.length === 0 ? [...known, ...PACKERS] : []),
        { scope, iterators },
      );
      this.diagnostics.push(...content.diagnostics);
      blocks.push(...content.blocks);
      for (const attribute of content.attributes.values()) {
        const before = set.get(attribute.name);
        set.set(attribute.name, before ?? attribute.nameRange);
        if (before !== undefined) this.diagnostics.push(duplicate(attribute, before));
        else if (fields[attribute.name] !== undefined)
          attributes.push({ attribute, scope: scopeAt(iterators, scope) });
      }
    }
    const values = attributes.flatMap(({ attribute, scope: own }) =>
      this.#attribute(attribute, { ...reading, scope: own }),
    );
    return Object.fromEntries([...values, ...this.#blocks(blocks, reading)]);
  }

  #attribute(
    attribute: Attribute,
    { fields, scope, path, places }: Reading,
  ): readonly (readonly [string, Json])[] {
    const { name, nameRange, expression } = attribute;
    const row = fields[name];
    if (row === undefined) return [];
    this.places.set(places + name, expression.range);
    const { value, diagnostics } = evaluateExpression(expression, scope);
    this.diagnostics.push(...diagnostics);
    if (diagnostics.length > 0) return [];
    try {
      const converted = convert(value, typeOf(row));
      const json = jsonOf(converted, row.kind, { path: [...path, `{{} ${name}}`], secrets: this.secrets });
      return json === NOT_SET ? [] : [[name, json]];
    } catch (error) {
      if (error instanceof Refused) this.refusals.push(error.message);
      else if (error instanceof ConversionError) {
        const detail = `Inappropriate value for attribute "${name}": ${error.message}.`;
        const context = between(nameRange, expression.range);
        const fault = {
          summary: 'Incorrect attribute value type',
          detail,
          subject: expression.range,
          context,
        };
        this.diagnostics.push({ ...fault, evaluated: { expression, scope } });
      } else throw error;
      return [];
    }
  }

  #blocks(blocks: readonly MadeBlock[], reading: Reading): readonly (readonly [string, Json])[] {
    const types = [...new Set(blocks.map(({ type }) => type))];
    return types.map((type) => {
      const own = blocks.filter((block) => block.type === type);
      const row = reading.fields[type];
      if (row?.kind === 'structs')
        return [type, own.map((block, index) => this.#block(block, reading, index))];
      const [first, second] = own;
      if (first !== undefined && second !== undefined) this.diagnostics.push(twice(first, second));
      return [type, first === undefined ? {} : this.#block(first, reading)];
    });
  }

  #block(
    { type, body, iterators, header }: MadeBlock,
    { fields, scope, path, places }: Reading,
    index?: number,
  ): JsonObject {
    const at = index === undefined ? [] : [`{{} {{{{} 78}} ${index}}}`];
    const name = `${places}${type}${index === undefined ? '' : `.${index}`}`;
    this.places.set(name, header);
    const inner = {
      fields: fields[type]?.fields ?? {},
      scope,
      path: [...path, `{{} ${type}}`, ...at],
      places: `${name}.`,
    };
    return this.read([{ body, iterators, known: [] }], inner);
  }
}

function schemaOf(fields: Fields, known: readonly string[]): BodySchema {
  const names = Object.keys(fields);
  const isBlock = (name: string) => hclShape(fields[name]).startsWith('block');
  const attributes = [...names.filter((name) => !isBlock(name)), ...known];
  return {
    attributes: attributes.map((name) => ({ name })),
    blocks: names.filter(isBlock).map((type) => ({ type })),
  };
}

function typeOf({ kind, hcl }: Field<unknown>): Type {
  if (hcl === 'value') return ANY;
  switch (kind) {
    case 'bool':
    case 'trilean':
      return BOOL;
    case 'int':
      return NUMBER;
    case 'strings':
      return listOf(STRING);
    case 'ints':
      return listOf(NUMBER);
    case 'string-map':
      return { kind: 'map', element: STRING };
    case 'json':
    case 'struct':
    case 'structs':
      return ANY;
    case 'string':
    case 'duration':
      return STRING;
  }
}

function duplicate({ name, nameRange }: Attribute, before: Range): Diagnostic {
  const detail = `Argument "${name}" was already set at ${rangeName(before)}`;
  return { summary: 'Duplicate argument', detail, subject: nameRange };
}

function twice({ type, header }: MadeBlock, second: MadeBlock): Diagnostic {
  const detail = `Only one block of type "${type}" is allowed. Previous definition was at ${rangeName(header)}.`;
  return { summary: `Duplicate ${type} block`, detail, subject: second.header };
}
