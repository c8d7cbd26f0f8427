import { expect, it } from 'vitest';
import { goJson } from '../../../src/template/json/go-json.ts';

it('writes JSON as Go does, but for the angle brackets', () => {
  expect(goJson({ b: [1, -0, 1e21, 1e-7], a: { é: '<&>\u2028\b\f\n\\b"/' }, c: [], d: {}, A: null })).toBe(
    '{\n  "A": null,\n  "a": {\n    "é": "<\\u0026>\\u2028\\u0008\\u000c\\n\\\\b\\"/"\n  },\n' +
      '  "b": [\n    1,\n    -0,\n    1e+21,\n    1e-7\n  ],\n  "c": [],\n  "d": {}\n}',
  );
});
