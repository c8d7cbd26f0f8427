import { expect, test } from 'vitest';
import { nodeFile } from '../../src/provisioners/chef/settings.ts';
import { jsonText } from '../../src/provisioners/json-text.ts';
import { prepared } from './rig.ts';

/** Texts as Go's encoding/json writes them. */
test.each([
  [{ b: 1, a: [true, null] }, '{"a":[true,null],"b":1}'],
  [{ html: '<a href="x">&</a>' }, '{"html":"\\u003ca href=\\"x\\"\\u003e\\u0026\\u003c/a\\u003e"}'],
  [{ control: '\b\f\n\t', slash: '\\b' }, '{"control":"\\u0008\\u000c\\n\\t","slash":"\\\\b"}'],
  [{ line: '\u2028' }, '{"line":"\\u2028"}'],
])('%j as Go writes it', (value, text) => {
  expect(jsonText(value)).toBe(text);
  expect(JSON.parse(text)).toEqual(value);
});

test('a run list replaces the one among the attributes', () => {
  expect(nodeFile({ run_list: ['old'], a: {} }, ['new'])).toBe(
    '{\n  "a": {},\n  "run_list": [\n    "new"\n  ]\n}',
  );
  expect(nodeFile({ run_list: ['old'] }, [])).toContain('"old"');
});

test('attributes that become something else than JSON when rendered are refused', async () => {
  await expect(prepared('chef-solo', { json: { a: '{{`{{`}}no_such_function}}' } })).rejects.toThrow(
    'Error processing user variables in JSON: ',
  );
});
