import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';

const folder = temporaryFolder('cloud-chunk');
const file = join(folder, 'cloud.mjs');
let metafile: Metafile;

beforeAll(async () => {
  const source = (path: string) => new URL(`../../../src/cloud/alibaba/${path}`, import.meta.url).pathname;
  const result = await build({
    stdin: {
      contents: `export * from ${JSON.stringify(source('alibaba-cloud.ts'))};
        export * from ${JSON.stringify(source('credentials/access.ts'))};`,
      resolveDir: folder,
    },
    outfile: file,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" },
    // The models need the base class alone, not the XML, date and WebSocket parts of its package.
    alias: {
      '@darabonba/typescript': createRequire(import.meta.url).resolve('@darabonba/typescript/dist/core.js'),
    },
  });
  metafile = result.metafile;
});

test('the SDK clients, with their index of all models, are not in the chunk', () => {
  const inputs = Object.keys(metafile.inputs);
  expect(inputs.filter((input) => input.endsWith('dist/models/RunInstancesRequest.js'))).toHaveLength(1);
  expect(inputs.filter((input) => /@alicloud\/[^/]+\/dist\/(client|models\/model)\.js$/.test(input))).toEqual(
    [],
  );
  expect(
    inputs.filter((input) => /lodash|moment|xml2js|@alicloud\/credentials|undici\/index/.test(input)),
  ).toEqual([]);
});

test('the chunk is below 1.2 MB, with what it needs of undici', () => {
  const bytes = Object.values(metafile.outputs)[0]?.bytes ?? 0;
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThan(1_200_000);
});

test('it works when loaded by plain Node', () => {
  const program = `const { alibabaCloud, resolveAccess } = await import(${JSON.stringify(file)});
    console.log(typeof alibabaCloud, typeof resolveAccess);`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(out.trim()).toBe('function function');
});
