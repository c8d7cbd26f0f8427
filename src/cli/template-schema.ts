import type { Component, ComponentKind } from '../builds/catalog.ts';
import type { Json, JsonObject } from '../template/model/template.ts';
import { PLAIN_DURATION, requiredNames, settingsSchema } from '../template/schema/json-schema.ts';

const TEXT: JsonObject = { type: 'string' };
const NAMES: JsonObject = { anyOf: [TEXT, { type: 'array', items: TEXT }] };
const OBJECT: JsonObject = { type: 'object' };

/** A JSON Schema (draft-07, which editors know best) of templates, made of the tables that decode them. */
export function templateSchema(all: readonly Component[]): JsonObject {
  const refs = (kind: ComponentKind) => ({ $ref: `#/definitions/${kind}` });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Packer JSON template, as ecs-imagebuild reads it',
    type: 'object',
    required: ['builders'],
    properties: root(refs),
    patternProperties: { '^_': { ...TEXT, description: 'A comment.' } },
    additionalProperties: false,
    definitions: {
      builder: union(all, 'builder', BUILDER),
      provisioner: union(all, 'provisioner', PROVISIONER),
      'post-processor': union(all, 'post-processor', POST_PROCESSOR),
      ...Object.fromEntries(all.map((component) => [nameOf(component), definition(component)])),
    },
  };
}

function root(refs: (kind: ComponentKind) => JsonObject): JsonObject {
  const processor: JsonObject = { anyOf: [names('post-processor'), refs('post-processor')] };
  return {
    description: { ...TEXT, description: 'What the template is for.' },
    min_packer_version: {
      ...TEXT,
      pattern: '^v?\\d|^$',
      description: 'Lowest version of Packer that the template is for.',
    },
    variables: {
      description: 'User variables and their defaults; null: a value has to be given.',
      type: 'object',
      additionalProperties: { type: ['string', 'null'] },
    },
    'sensitive-variables': { description: 'Variables that output never shows.', type: 'array', items: TEXT },
    builders: { description: 'What is built.', type: 'array', minItems: 1, items: refs('builder') },
    provisioners: { description: 'What is done on it, in order.', type: 'array', items: refs('provisioner') },
    'error-cleanup-provisioner': refs('provisioner'),
    'post-processors': {
      description: 'What is done with the artifacts: one after the other within a list.',
      type: 'array',
      items: {
        anyOf: [names('post-processor'), refs('post-processor'), { type: 'array', items: processor }],
      },
    },
    comments: {
      type: 'array',
      items: { type: 'object', additionalProperties: TEXT },
      description: 'Without effect.',
    },
    push: { ...OBJECT, description: 'Without effect.' },
  };
}

/** The names of a kind are listed in one place. */
function names(kind: ComponentKind): JsonObject {
  return { $ref: `#/definitions/${kind}/properties/type` };
}

const BUILDER: JsonObject = {
  name: { ...TEXT, description: 'Name of the build; its type unless set.' },
};

const PROVISIONER: JsonObject = {
  only: { ...NAMES, description: 'Only for these builders.' },
  except: { ...NAMES, description: 'For all builders but these.' },
  override: {
    description: 'Settings for single builders, by their names.',
    anyOf: [OBJECT, { type: 'array', items: OBJECT }, { type: 'null' }],
  },
  pause_before: { ...PLAIN_DURATION, description: 'Time to wait before it.' },
  timeout: { ...PLAIN_DURATION, description: 'Time after which it is given up.' },
  max_retries: { type: ['string', 'number'], description: 'How often it is tried again.' },
};

const POST_PROCESSOR: JsonObject = {
  name: { ...TEXT, description: 'What -except calls it; its type unless set.' },
  only: { type: 'array', items: TEXT, description: 'Only for these builders.' },
  except: { type: 'array', items: TEXT, description: 'For all builders but these.' },
  keep_input_artifact: { type: ['boolean', 'null'], description: 'Keep what it was given.' },
};

const META: Readonly<Record<ComponentKind, JsonObject>> = {
  builder: BUILDER,
  provisioner: PROVISIONER,
  'post-processor': POST_PROCESSOR,
};

const SOME: JsonObject = { minItems: 1 };

/** Only one of the two can be given. */
const BOTH: JsonObject = { required: ['only', 'except'], properties: { only: SOME, except: SOME } };

/** One of those that are here, or one of an npm package, which brings its own settings. */
function typeOf(kind: ComponentKind, own: readonly Component[]): JsonObject {
  return {
    description: `Kind of ${kind}.`,
    anyOf: [{ enum: own.map(({ type }) => type) }, { type: 'string', pattern: '^npm:' }],
  };
}

/** An object whose `type` decides about the rest. */
function union(all: readonly Component[], kind: ComponentKind, meta: JsonObject): JsonObject {
  const own = all.filter((component) => component.kind === kind);
  return {
    type: 'object',
    required: ['type'],
    not: BOTH,
    properties: { type: typeOf(kind, own), ...meta },
    allOf: own.map((component): Json => {
      const is = { required: ['type'], properties: { type: { const: component.type } } };
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
      return { if: is, then: { $ref: `#/definitions/${nameOf(component)}` } };
    }),
  };
}

function definition({ kind, fields }: Component): JsonObject {
  if (fields === undefined) return OBJECT;
  const { properties, ...rest } = settingsSchema(fields);
  const required = requiredNames(fields);
  return {
    ...rest,
    properties: { type: true, ...META[kind], ...Object(properties) },
    patternProperties: { '^packer_': true },
    ...(required.length > 0 && mandatory(kind, required)),
  };
}

/** An override can hold what a provisioner lacks. */
function mandatory(kind: ComponentKind, required: readonly string[]): JsonObject {
  return kind === 'provisioner' ? { anyOf: [{ required }, { required: ['override'] }] } : { required };
}

function nameOf({ kind, type }: Component): string {
  return `${kind}-${type}`;
}
