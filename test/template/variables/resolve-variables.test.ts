import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../src/template/parse-template.ts';
import { parseVarFlag } from '../../../src/template/variables/parse-var-flag.ts';
import { readVarFile } from '../../../src/template/variables/read-var-file.ts';
import {
  type ResolvedVariables,
  resolveVariables,
} from '../../../src/template/variables/resolve-variables.ts';

function resolve(
  variables: Readonly<Record<string, string | null>>,
  given: Readonly<Record<string, string>> = {},
  sensitive: readonly string[] = [],
): Promise<ResolvedVariables> {
  const template = parseTemplate(JSON.stringify({ variables, 'sensitive-variables': sensitive }), 't.json');
  return resolveVariables(template, {
    given: new Map(Object.entries(given)),
    env: { REGION: 'cn-beijing', REFERENCE: '{{user `z`}}' },
    now: new Date('2026-01-02T03:04:05Z'),
    pwd: '/here',
  });
}

const valuesOf = async (...args: Parameters<typeof resolve>) =>
  Object.fromEntries((await resolve(...args)).values);

describe('user variables', () => {
  test('refer to each other in any order', async () => {
    expect(await valuesOf({ a: '{{user `b`}}!', b: '{{user `c`}}?', c: 'x' })).toEqual({
      a: 'x?!',
      b: 'x?',
      c: 'x',
    });
  });

  test('take the environment, functions and given values', async () => {
    const values = await valuesOf(
      { region: '{{env `REGION`}}', day: '{{isotime "2006-01-02"}}', name: null },
      { name: '', extra: 'e' },
    );
    expect(values).toEqual({ region: 'cn-beijing', day: '2026-01-02', name: '', extra: 'e' });
  });

  test('keep actions on data for where they are used', async () => {
    const text = 'http://{{ .HTTPIP }}:{{.HTTPPort}}/{{user `z`}}';
    expect((await valuesOf({ a: text, z: '1' }))['a']).toBe('http://{{ .HTTPIP }}:{{.HTTPPort}}/1');
  });

  test('expand references that came in through a reference', async () => {
    expect((await valuesOf({ a: '{{user `e`}}', e: '{{env `REFERENCE`}}', z: '1' }))['a']).toBe('1');
  });

  test('name all that are missing', async () => {
    await expect(resolve({ b: null, a: null })).rejects.toThrow(
      '2 errors occurred:\n\t* required variable not set: a\n\t* required variable not set: b\n\n',
    );
  });

  test('may not refer to each other in a circle, whatever else refers', async () => {
    await expect(
      resolve({ a: '{{user `b`}}', b: '{{user `a`}}', c: '{{user `d`}}', d: '1' }),
    ).rejects.toThrow(
      /^Failed to interpolate "b": "\{\{user `a`\}\}"; error: .*variable not set: a: Please make sure/,
    );
  });

  test('of which some are sensitive', async () => {
    expect((await resolve({ a: 's3cret', b: '' }, {}, ['a', 'b', 'nope'])).sensitive).toEqual(['s3cret']);
  });
});

describe('-var', () => {
  test('splits at the first sign', () => {
    expect(parseVarFlag('a=b=c')).toEqual(['a', 'b=c']);
    expect(parseVarFlag('a=')).toEqual(['a', '']);
    expect(() => parseVarFlag('fruit')).toThrow(
      'invalid value "fruit" for flag -var: No \'=\' value in arg: fruit',
    );
  });
});

describe('-var-file', () => {
  test('is an object of strings; null is empty, the last of equal keys counts, a tail is ignored', () => {
    expect(Object.fromEntries(readVarFile('{"a":"1","b":null,"a":"2"} tail', 'v.json'))).toEqual({
      a: '2',
      b: '',
    });
    expect(readVarFile('null', 'v.json').size).toBe(0);
  });

  const broken: readonly (readonly [string, string])[] = [
    ['{"a":1}', 'json: cannot unmarshal number into Go value of type string'],
    ['{"a":[1]}', 'json: cannot unmarshal array into Go value of type string'],
    ['{"a":{}}', 'json: cannot unmarshal object into Go value of type string'],
    ['{"a":true}', 'json: cannot unmarshal bool into Go value of type string'],
    ['[]', 'json: cannot unmarshal array into Go value of type kvflag.FlagJSON'],
    ['"s"', 'json: cannot unmarshal string into Go value of type kvflag.FlagJSON'],
    ['1', 'json: cannot unmarshal number into Go value of type kvflag.FlagJSON'],
    ['{"a":"b",}', "invalid character '}' looking for beginning of object key string"],
    ['a = "b"', "invalid character 'a' looking for beginning of value"],
    ['', 'EOF'],
    ['{"a":"b', 'unexpected EOF'],
  ];
  test.each(broken)('%s', (text, reason) => {
    expect(() => readVarFile(text, 'v.json')).toThrow(`Error reading variables in 'v.json': ${reason}`);
  });
});
