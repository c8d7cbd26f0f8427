import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { steps } from '../../../../src/builders/alicloud-ecs/steps.ts';
import { settings } from '../settings.ts';

test('every step of the story has a test file of its own', () => {
  const files = steps(settings()).map(
    ({ name }) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.test.ts`,
  );
  expect(files.filter((file) => !existsSync(new URL(file, import.meta.url)))).toEqual([]);
});
