import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

it('packs the schema that the program itself prints', () => {
  expect(manifest.exports['./schema.json']).toBe('./dist/schema.json');
  expect(manifest.files).toContain('dist');
  expect(manifest.scripts.build).toMatch(/ && node bin\/ecs-imagebuild\.js schema > dist\/schema\.json$/);
  expect(manifest.scripts.prepare).toBe('npm run --silent build');
});
