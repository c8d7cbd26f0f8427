import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isBuildError } from '../../src/errors/build-error.ts';
import { plan } from '../../src/index.ts';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

/**
 * Each broken line of fixtures/broken/mistakes.txt stands in a template of its own, followed by all that is told of it on standard
 * error: where it is, and what to write instead.
 */
const source = readFileSync(new URL('../../fixtures/broken/mistakes.txt', import.meta.url), 'utf8');
const cases = source
  .split(/^### /m)
  .slice(1)
  .map((text) => {
    const [name = '', ...rest] = text.split('\n');
    const [template = '', told = ''] = rest.join('\n').split(/^---\n/m);
    return [name, { template, told }] as const;
  });

const FILES = { 'setup.sh': '#!/bin/sh\n', 'vars.json': '{\n  "name": 5\n}\n' };

describe('a mistake is shown where it stands, with what to write instead', () => {
  it.each(cases)('%s', async (_name, { template, told }) => {
    const cwd = folderWith({ ...FILES, 't.json': template });
    const { code, stderr } = await runMain(['validate', 't.json'], { cwd });
    expect(stderr.replaceAll(cwd, 'CWD')).toBe(told);
    expect(code).toBe(1);
  });
});

const none = { type: 'null', communicator: 'none' };
const two = {
  builders: [none],
  provisioners: [
    { type: 'shell', inlin: [] },
    { type: 'shell-local', inlin: [] },
  ],
};

it("standard output is what Packer prints, which stops at a build's first mistake", async () => {
  const cwd = folderWith({ 't.json': two });
  const { stdout, stderr } = await runMain(['validate', 't.json'], { cwd });
  expect(stdout.match(/unknown configuration key/g)).toHaveLength(1);
  expect(stderr.match(/unknown configuration key/g)).toHaveLength(2);
});

it('a mistake that several builds share is shown once', async () => {
  const builders = [none, { ...none, name: 'b' }];
  const cwd = folderWith({ 't.json': { ...two, builders } });
  const { stderr } = await runMain(['validate', 't.json'], { cwd });
  expect(stderr.match(/unknown configuration key/g)).toHaveLength(2);
});

it('with -machine-readable each mistake is a record, and nothing is on standard error', async () => {
  const cwd = folderWith({ 't.json': JSON.stringify(two, null, 2) });
  const { stdout, stderr } = await runMain(['validate', '-machine-readable', 't.json'], { cwd });
  expect(stderr).toBe('');
  const records = stdout.split('\n').filter((line) => line.includes(',,mistake,'));
  expect(records.map((line) => line.replace(/^\d+/, 'NOW').replaceAll(cwd, 'CWD'))).toEqual([
    `NOW,,mistake,CWD/t.json,11,7,7,provisioner 1 (shell),inlin,unknown configuration key: '"inlin"',write "inline"`,
    `NOW,,mistake,CWD/t.json,15,7,7,provisioner 2 (shell-local),inlin,unknown configuration key: '"inlin"',write "inline"`,
  ]);
});

it('a broken file of variables is shown as well', async () => {
  const cwd = folderWith({ ...FILES, 't.json': { builders: [none] } });
  const { stderr } = await runMain(['validate', '-var-file=vars.json', 't.json'], { cwd });
  expect(stderr).toBe(
    'vars.json:2:11: json: cannot unmarshal number into Go value of type string\n' +
      '  2 |   "name": 5\n    |           ^ write "5"\n\n',
  );
});

it('whoever calls the library is given the places as data', async () => {
  const cwd = folderWith({ 't.json': JSON.stringify(two, null, 2) });
  const error = await plan('t.json', { cwd, env: {} }).catch((reason: unknown) => reason);
  expect(isBuildError(error) && error.mistakes).toMatchObject([
    {
      component: 'provisioner 1 (shell)',
      field: 'inlin',
      advice: 'write "inline"',
      place: { file: join(cwd, 't.json'), line: 11, column: 7, length: 7 },
    },
    { component: 'provisioner 2 (shell-local)' },
  ]);
});
