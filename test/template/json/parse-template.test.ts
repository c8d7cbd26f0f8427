import { describe, expect, test } from 'vitest';
import { type BuildError, isBuildError } from '../../../src/errors/build-error.ts';
import { parseTemplate } from '../../../src/template/json/parse-template.ts';
import { checkTemplate } from '../../../src/template/model/check-template.ts';
import type { Json } from '../../../src/template/model/template.ts';
import { atLeast } from '../../../src/template/model/version.ts';

const parse = (raw: Json) => parseTemplate(JSON.stringify(raw), '/dir/t.json');

function failure(text: string): BuildError {
  try {
    parseTemplate(text, 't.json');
  } catch (error) {
    if (isBuildError(error)) return error;
    throw error;
  }
  throw new Error('parsed without an error');
}

describe('a template that a script wrote out of hand', () => {
  test.each([
    ['builders', Array.from({ length: 10_001 }, (_, index) => ({ type: 'null', name: `b${index}` }))],
    ['variables', Object.fromEntries(Array.from({ length: 50_001 }, (_, index) => [`v${index}`, 'x']))],
  ])('is refused for the count of its %s', (name, value) => {
    const raw = { builders: [{ type: 'null' }], [name]: value };
    const count = Object.keys(value).length;
    expect(failure(JSON.stringify(raw)).message).toContain(`${name}: ${count} are more than the`);
  });
});

describe('a template', () => {
  test('is read with keys in any case', () => {
    const template = parse({
      Builders: [{ type: 'null', name: 'n', host: 'h' }],
      DESCRIPTION: 'd',
      _why: 'because',
      variables: { a: '1', b: null },
      'sensitive-variables': ['a'],
    });
    expect(template).toMatchObject({
      path: '/dir/t.json',
      description: 'd',
      builders: [{ name: 'n', type: 'null', config: { host: 'h' } }],
      sensitiveVariables: ['a'],
      comments: [['_why', 'because']],
    });
    expect([...template.variables]).toEqual([
      ['a', '1'],
      ['b', null],
    ]);
  });

  test('gives provisioners without their meta keys, weakly typed', () => {
    const [provisioner] = parse({
      provisioners: [
        {
          type: 'shell',
          only: 'a,b',
          except: {},
          override: [{ a: { x: 1 } }, { b: null }],
          pause_before: '1m',
          timeout: 5_000_000,
          max_retries: 3,
          inline: ['true'],
        },
      ],
    }).provisioners;
    expect(provisioner).toEqual({
      type: 'shell',
      only: ['a,b'],
      except: [],
      override: new Map([
        ['a', { x: 1 }],
        ['b', null],
      ]),
      pauseBefore: 60_000,
      timeout: 5,
      maxRetries: '3',
      config: { inline: ['true'] },
    });
  });

  test('gives post-processors as chains', () => {
    const { postProcessors } = parse({
      'post-processors': [
        'manifest',
        { type: 'checksum', name: 'c', keep_input_artifact: true },
        ['a', { type: 'b', only: ['n'] }],
        [],
      ],
    });
    const plain = { only: [], except: [], keepInputArtifact: undefined, config: {} };
    expect(postProcessors).toEqual([
      [{ ...plain, name: 'manifest', type: 'manifest' }],
      [{ ...plain, name: 'c', type: 'checksum', keepInputArtifact: true }],
      [
        { ...plain, name: 'a', type: 'a' },
        { ...plain, name: 'b', type: 'b', only: ['n'] },
      ],
      [],
    ]);
  });

  test('may be inspected before it is complete, but not built', () => {
    const empty = parse(null);
    expect(empty.builders).toEqual([]);
    expect(() => checkTemplate(empty)).toThrow('at least one builder must be defined');
    const odd = parse({
      builders: [null, {}].slice(1, 1),
      push: {},
      rawcontents: [1],
      comments: [{ a: 'b' }],
    });
    expect(odd.provisioners).toEqual([]);
  });

  test('takes a null builder for one without a type', () => {
    expect(failure('{"builders":[null]}').message).toBe(
      "1 error occurred:\n\t* builder 1: missing 'type'\n\n",
    );
  });

  test('is refused with the place and a way out', () => {
    const error = failure('{\n  "builder": []\n}');
    expect(error).toMatchObject({ code: 'template-invalid', hint: 'Did you mean "builders"?' });
    expect(error.mistakes).toMatchObject([
      { advice: 'write "builders"', place: { file: 't.json', line: 2, column: 3, length: 9 } },
    ]);
    expect(failure('{\n"provisioners": [\n {"type":"x"},\n  {}]}').mistakes).toMatchObject([
      { place: { line: 4, column: 3 } },
    ]);
  });
});

test('the place of a setting is found in the text', () => {
  const text = '{"builders":[\n{"type":"null",\n "zz":1}]}';
  const template = parseTemplate(text, 't.json');
  expect(template.placeOf({ path: ['builders', 0, 'zz'], part: 'key' })).toEqual({
    file: 't.json',
    line: 3,
    column: 2,
    length: 4,
    shown: { before: ' ', marked: '"zz"', after: ':1}]}' },
  });
  expect(template.placeOf({ path: ['provisioners', 0] })).toBeUndefined();
});

describe('versions', () => {
  const cases: readonly (readonly [string, boolean | undefined])[] = [
    ['1.6.6', true],
    ['v1.6', true],
    ['1.6.6-dev', true],
    ['1.6.7-dev', false],
    ['1.7', false],
    ['1.6.6.1', false],
    ['1.6.6+build', true],
    ['abc', undefined],
    ['1..2', undefined],
  ];
  test.each(cases)('1.6.6 is at least %s: %s', (wanted, result) => {
    expect(atLeast('1.6.6', wanted)).toBe(result);
  });

  test('prereleases go by number, then by word', () => {
    expect(atLeast('1.0.0-beta.2', '1.0.0-beta.11')).toBe(false);
    expect(atLeast('1.0.0-beta.11', '1.0.0-alpha')).toBe(true);
    expect(atLeast('1.0.0-beta', '1.0.0')).toBe(false);
  });
});
