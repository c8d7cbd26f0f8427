import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { folderWith } from '../temporary-folder.ts';

const root = new URL('../..', import.meta.url).pathname;
const example = 'fixtures/library/build-image.ts';

// Its types are checked with those of everything else: tsconfig.json includes the folder.
test('the example of the documentation builds an image and tells its events', async () => {
  const told: string[] = [];
  const { outputFiles } = await build({
    entryPoints: [join(root, example)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    alias: { 'ecs-imagebuild': './library.js' },
    external: ['./library.js'],
  });
  const cwd = folderWith({});
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(cwd, 'library.js'),
    `export * from ${JSON.stringify(pathToFileURL(join(root, 'src/index.ts')).href)};`,
  );
  writeFileSync(join(cwd, 'example.js'), outputFiles[0]?.text ?? '');
  const { buildImage } = await import(join(cwd, 'example.js'));
  expect(await buildImage(cwd, (line: string) => told.push(line))).toEqual([expect.stringMatching(/^m-/)]);
  expect(told.some((line) => line.startsWith('web: image took '))).toBe(true);
});

test('the documentation shows the example as it is', () => {
  const page = readFileSync(join(root, 'docs/library.md'), 'utf8');
  expect(page).toContain(`\`\`\`ts\n${readFileSync(join(root, example), 'utf8')}\`\`\``);
});
