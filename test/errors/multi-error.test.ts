import { expect, test } from 'vitest';
import { decodingErrors, multiError, prepareErrors } from '../../src/errors/multi-error.ts';

test('three renderings, each as its users grep for it', () => {
  expect(multiError(['a'])).toBe('1 error occurred:\n\t* a\n\n');
  expect(multiError(['b', 'a'])).toBe('2 errors occurred:\n\t* b\n\t* a\n\n');
  expect(prepareErrors(['b', 'a'])).toBe('2 error(s) occurred:\n\n* b\n* a');
  expect(decodingErrors(['b', 'a'])).toBe('2 error(s) decoding:\n\n* a\n* b');
});
