import { describe, expect, test } from 'vitest';
import { isBuildError } from '../../../src/errors/build-error.ts';
import { findPlace } from '../../../src/template/json/find-place.ts';
import { toJson } from '../../../src/template/json/node.ts';
import { parseJson } from '../../../src/template/json/parse-json.ts';

function failure(text: string): unknown {
  try {
    return parseJson(text, 't.json');
  } catch (error) {
    return isBuildError(error)
      ? { ...error.data, ...error.mistakes[0]?.place, message: error.message }
      : error;
  }
}

describe('strict JSON', () => {
  test('gives what JSON.parse gives', () => {
    const text = ' {"a":[1,-2.5e3,true,false,null,"x\\n\\u00e9\\/\\ud83d\\ude00"],"b":{},"c":[],"":0}\r\n';
    expect(toJson(parseJson(text, 't.json'))).toEqual(JSON.parse(text));
  });

  test('is frozen, and takes any key as an ordinary one', () => {
    const value = toJson(parseJson('{"__proto__":{"a":1}}', 't.json'));
    expect(Object.isFrozen(value)).toBe(true);
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  test('mends half a surrogate pair', () => {
    expect(toJson(parseJson('"\\ud800x"', 't.json'))).toBe('\ufffdx');
  });

  test('says where it is broken, in lines and characters', () => {
    expect(failure('{\n  "é": tru}')).toMatchObject({ file: 't.json', line: 2, column: 8, length: 3 });
    expect(failure('{"a":1,\n "a":2}')).toMatchObject({
      line: 2,
      column: 2,
      message: 'template has duplicate field: a',
    });
  });

  test('a syntax error comes before a duplicate key', () => {
    expect(failure('{"a":1,"a":2')).toMatchObject({ reason: 'unexpected end of JSON input' });
  });

  test('refuses what does not fit', () => {
    expect(failure('[1e400]')).toMatchObject({
      message: 'json: cannot unmarshal number 1e400 into Go value of type float64',
    });
    expect(failure('['.repeat(100_000))).toMatchObject({
      message: expect.stringContaining('exceeded max depth'),
    });
  });
});

describe('places', () => {
  const text = '{"a":[{"b":1},{"Key":[true]}]}';
  const shown = (...path: readonly (string | number)[]): string | undefined => {
    const place = findPlace(parseJson(text, 't.json'), { text, path: 't.json' }, { path });
    return place?.shown.marked;
  };

  test('a setting is its value, or its key where that has parts; an item is itself', () => {
    expect(shown('a', 0, 'b')).toBe('1');
    expect(shown('a', 1, 'key')).toBe('"Key"');
    expect(shown('a', 1, 'key', 0)).toBe('true');
    expect(shown('a', 1)).toBe('{"Key":[true]}');
  });

  test('what is missing is shown by what it is missing from', () => {
    expect(shown('a', 0, 'zz')).toBe('{"b":1}');
    expect(shown()).toBe(text);
  });
});
