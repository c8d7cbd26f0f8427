import { beforeAll, describe, expect, test } from 'vitest';
import { runMain } from '../cli/run-main.ts';
import { folderWith } from '../temporary-folder.ts';
import { corpus } from './templates.ts';

const keys = { ALICLOUD_ACCESS_KEY: 'LTAI-of-nobody', ALICLOUD_SECRET_KEY: 'checked by no validate' };

/** All of them as the builds of one template, so that the program is loaded once. Small keys are made in no time. */
const together = {
  builders: corpus.map(({ name, builder }) => ({ name, temporary_key_pair_type: 'ed25519', ...builder })),
  provisioners: corpus.flatMap(({ name, provisioners = [] }) =>
    provisioners.map((provisioner) => ({ ...provisioner, only: [name] })),
  ),
};

describe('templates after real ones', () => {
  let output = '';

  beforeAll(async () => {
    const cwd = folderWith({ 't.json': together });
    const flags = ['-color=false', '-emulate', '-emulate-latency=instant', '-emulate-inside-vpc'];
    output = (await runMain(['run', ...flags, '-parallel-builds=8', 't.json'], { cwd })).stdout;
  }, 300_000);

  test('are at least forty', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(40);
  });

  test('are right, all of them', async () => {
    const cwd = folderWith({ 't.json': together });
    const { code, stdout } = await runMain(['validate', 't.json'], { cwd, env: keys });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  test.each(corpus)('$name builds on the embedded cloud', ({ name }) => {
    const lines = output.split('\n').filter((line) => line.includes(` ${name}: `));
    expect(output, lines.join('\n')).toMatch(new RegExp(`^--> ${name}: Alicloud images were created`, 'm'));
  });
});
