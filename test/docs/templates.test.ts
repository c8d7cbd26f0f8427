import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { functionNames } from '../../src/template/go/functions/registry.ts';
import { check } from '../../src/template/go/render.ts';

const page = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');

it('the page names every function, and its examples are templates', () => {
  const missing = [...functionNames].filter((name) => !new RegExp(`\\b${name}\\b`).test(page));
  // Packer has `sed` to say that it is gone.
  expect(missing).toEqual(['sed']);
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  for (const text of JSON.stringify(JSON.parse(example)).match(/\{\{[^}]*\}\}/g) ?? [])
    expect(() => check(JSON.parse(`"${text}"`))).not.toThrow();
});
