import { expect, test } from 'vitest';
import { nearest } from '../../src/errors/nearest.ts';

const keys = ['image_name', 'image_version', 'vswitch_id', 'vpc_id', 'inline'];

test.each([
  ['image_nam', 'image_name'],
  ['Image_Name', 'image_name'],
  ['imgae_name', 'image_name'],
  ['vswitch', 'vswitch_id'],
  ['vswich_id', 'vswitch_id'],
  ['inlnie', 'inline'],
  ['zz', undefined],
  ['', undefined],
  ['something_else', undefined],
])('%s is taken for %s', (word, wanted) => {
  expect(nearest(word, keys)).toBe(wanted);
});
