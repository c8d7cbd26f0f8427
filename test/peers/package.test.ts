import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = new URL('../..', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-package-'));
const installed = join(folder, 'project/node_modules/ecs-imagebuild');
let names: readonly string[];

const run = (cwd: string, program: string, ...args: readonly string[]) =>
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Packs a copy of the project, as a build of the package rewrites what other tests use, and unpacks it as npm would. */
beforeAll(() => {
  const copy = join(folder, 'copy');
  for (const file of run(root, 'git', 'ls-files').trim().split('\n')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const [packed] = JSON.parse(run(copy, 'npm', 'pack', '--json', '--silent'));
  names = packed.files.map(({ path }: { path: string }) => path);
  mkdirSync(installed, { recursive: true });
  run(installed, 'tar', '-xzf', join(copy, packed.filename), '--strip-components=1');
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'));
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true }));

it('has what it needs and nothing of the workshop', () => {
  expect(names).toEqual(
    expect.arrayContaining([
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'bin/ecs-imagebuild.js',
      'dist/index.js',
      'dist/schema.json',
      'dist/types/index.d.ts',
      'fixtures/quickstart.json',
      'docs/resume.md',
    ]),
  );
  expect(names.filter((name) => /^(src|test|\.)/.test(name))).toEqual([]);
});

it('runs as a program', () => {
  const output = run(folder, process.execPath, join(installed, 'bin/ecs-imagebuild.js'), 'version');
  expect(output).toMatch(/^ecs-imagebuild v\d/);
});

it('is a library with types', () => {
  const project = join(folder, 'project');
  const example = readFileSync(join(root, 'fixtures/library/build-image.ts'), 'utf8');
  writeFileSync(join(project, 'use.mts'), `export const wrong: number = build;\n${example}`);
  const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
  const settings = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', ...types];
  let told = '';
  try {
    run(project, join(root, 'node_modules/.bin/tsc'), ...settings, 'use.mts');
  } catch (error) {
    told = (error as { stdout: string }).stdout;
  }
  expect(told.match(/error TS/g)).toHaveLength(1);
  expect(told).toMatch(/^use\.mts\(1,14\): error TS2322/);
});
