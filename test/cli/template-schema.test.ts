import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { components } from '../../src/builds/catalog.ts';
import { templateSchema } from '../../src/cli/template-schema.ts';
import { runMain } from './run-main.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const namesIn = (folder: string) =>
  readdirSync(new URL(folder, FIXTURES))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));

/** What only the program can see: what a text means once it is rendered, and what names refer to. */
const BEYOND = new RegExp(
  [
    '^variables-(?!and-builder|mistyped)', // functions and references in the texts of variables
    '^version-(newer-prerelease|too-new)', // which version this is
    '^(post-processors|provisioners)-(only-unknown|unknown-names|two-findings)', // names of builders
    '^settings-(env|excluded-syntax|unknown-build-key|unknown-function|wrong-argument)', // texts of settings
    '^settings-(int-range|override-unknown)', // sizes, and settings of one builder
  ].join('|'),
);

let validate: ValidateFunction;
beforeAll(async () => {
  validate = new Ajv({ allErrors: true, strictTypes: false }).compile(templateSchema(await components()));
});

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FIXTURES), 'utf8'));
}

function isJson(name: string): boolean {
  try {
    read(name);
    return true;
  } catch {
    return false;
  }
}

describe('fixtures', () => {
  it.each(namesIn('.'))('%s is taken', (name) => {
    validate(read(name));
    expect(validate.errors).toBeNull();
  });

  const broken = namesIn('broken/').filter((name) => isJson(`broken/${name}`));

  it.each(broken.filter((name) => !BEYOND.test(name) && !name.startsWith('json-')))(
    'broken/%s is refused',
    (name) => {
      expect(validate(read(`broken/${name}`))).toBe(false);
    },
  );

  it.each(broken.filter((name) => BEYOND.test(name)))('broken/%s is left to the program', (name) => {
    expect(validate(read(`broken/${name}`))).toBe(true);
  });
});

describe('an editor', () => {
  const ecs = { type: 'alicloud-ecs', image_name: 'x', instance_type: 'ecs.g6.large', source_image: 'y' };
  const taken = (template: unknown) => validate(template);

  it.each<[what: string, template: unknown, right: boolean]>([
    ['a slip in a setting', { builders: [{ ...ecs, imagename: 'x' }] }, false],
    ['a slip in a nested setting', { builders: [{ ...ecs, system_disk_mapping: { size: 1 } }] }, false],
    ['a missing name', { builders: [{ ...ecs, image_name: undefined }] }, false],
    ['a word for a boolean', { builders: [{ ...ecs, image_force_delete: 'yes' }] }, false],
    ['a variable for a boolean', { builders: [{ ...ecs, image_force_delete: '{{user `f`}}' }] }, true],
    ['a text for a number', { builders: [{ ...ecs, ssh_port: '22' }] }, true],
    ['a number without unit', { builders: [{ ...ecs, ssh_timeout: '5' }] }, false],
    ['a builder of Packer alone', { builders: [{ type: 'amazon-ebs' }] }, false],
    ['a comment', { _comment: 'x', builders: [ecs] }, true],
    [
      'what an override gives',
      { builders: [ecs], provisioners: [{ type: 'file', source: 'x', override: { a: {} } }] },
      true,
    ],
    ['a file without a place', { builders: [ecs], provisioners: [{ type: 'file', source: 'x' }] }, false],
    [
      'chains',
      { builders: [ecs], 'post-processors': ['manifest', ['artifice', { type: 'compress' }]] },
      true,
    ],
    ['a plug-in', { builders: [ecs], provisioners: [{ type: 'npm:mine/line', any: 1 }] }, true],
    ['an unknown post-processor', { builders: [ecs], 'post-processors': ['manifesto'] }, false],
  ])('sees %s', (_what, template, right) => {
    expect(taken(JSON.parse(JSON.stringify(template)))).toBe(right);
  });

  it('gets a description of every setting', async () => {
    const { definitions } = JSON.parse((await runMain(['schema'])).stdout);
    const properties = Object.entries<object>(definitions['builder-alicloud-ecs'].properties);
    const bare = properties.filter(([name, schema]) => name !== 'type' && !('description' in schema));
    expect(properties.length).toBeGreaterThan(100);
    expect(bare).toEqual([]);
  });
});
