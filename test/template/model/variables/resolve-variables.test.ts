import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../../../../src/template/json/parse-template.ts';
import { readVarFile } from '../../../../src/template/json/read-var-file.ts';
import type { ReadSecret } from '../../../../src/template/model/questions.ts';
import { parseVarFlag } from '../../../../src/template/model/variables/parse-var-flag.ts';
import {
  type ResolvedVariables,
  resolveVariables,
} from '../../../../src/template/model/variables/resolve-variables.ts';

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

  test('that refer to each other in a circle are an error, or empty where another reference has a value', async () => {
    const circle = { a: '{{user `b`}}', b: '{{user `a`}}' };
    await expect(resolve(circle)).rejects.toThrow(
      /^Failed to interpolate "b": "\{\{user `a`\}\}"; error: .*variable not set: a: Please make sure/,
    );
    const { values } = await resolve({ ...circle, c: '{{user `d`}}', d: '1' });
    expect(Object.fromEntries(values)).toEqual({ a: '', b: '', c: '1', d: '1' });
  });

  test('of which some are sensitive', async () => {
    expect((await resolve({ a: 's3cret', b: '' }, {}, ['a', 'b', 'nope'])).sensitive).toEqual(['s3cret']);
  });
});

describe('secrets', () => {
  /** Resolves with a store that knows `SECRET-NAME` and tells in which order, and beside what, it was asked. */
  async function fromStore(variables: Readonly<Record<string, string>>) {
    const template = parseTemplate(JSON.stringify({ variables }), 't.json');
    const waves: string[][] = [];
    let open = 0;
    const readSecret: ReadSecret = async ({ args: [name = ''] }) => {
      if (open === 0) waves.push([]);
      open += 1;
      waves.at(-1)?.push(name);
      await Promise.resolve();
      open -= 1;
      return name === 'bad' ? { error: 'no such key', hint: 'Look again.' } : { value: `SECRET-${name}` };
    };
    const around = { given: new Map(), env: {}, now: new Date(0), pwd: '/', readSecret };
    return { waves, resolved: await resolveVariables(template, around) };
  }

  test('are read side by side, each once, and only where they are needed', async () => {
    const { waves, resolved } = await fromStore({
      a: '{{vault `x` `k`}}-{{user `b`}}',
      b: '{{vault `y` `k`}}{{vault `x` `k`}}',
      c: '{{if false}}{{vault `unneeded` `k`}}{{end}}c',
      d: '{{vault (user `c`) `k`}}',
      e: '{{consul_key `f`}}',
    });
    expect(Object.fromEntries(resolved.values)).toEqual({
      a: 'SECRET-x-SECRET-ySECRET-x',
      b: 'SECRET-ySECRET-x',
      c: 'c',
      d: 'SECRET-c',
      e: 'SECRET-f',
    });
    expect(waves).toEqual([['x', 'y', 'c', 'f']]);
    expect(resolved.sensitive).toEqual(['SECRET-x', 'SECRET-y', 'SECRET-c']);
  });

  test('that cannot be read are an error with a way out, before any error behind them', async () => {
    await expect(fromStore({ a: '{{vault `bad` `k`}}', b: '{{upper 1}}' })).rejects.toMatchObject({
      message: 'template: root:1:2: executing "root" at <vault `bad` `k`>: error calling vault: no such key',
      hint: 'Look again.',
    });
  });

  test('come from nowhere unless a store is given', async () => {
    await expect(resolve({ a: '{{consul_key `k`}}' })).rejects.toThrow('consul_key cannot be read here');
  });
});

test('a hidden action counts 36 columns in an error, as in Packer', async () => {
  await expect(resolve({ a: '{{.X}} {{user `zz`}}' })).rejects.toThrow('template: root:1:39:');
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
