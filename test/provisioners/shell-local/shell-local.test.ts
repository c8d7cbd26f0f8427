import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { provision, rig } from '../rig.ts';

const folder = temporaryFolder('ecs-imagebuild-local');

test('runs inline commands on this machine, with variables and generated data, and leaves no file', async () => {
  const run = rig();
  await provision(
    'shell-local',
    {
      inline: ['echo "$A {{build `ID`}} $PACKER_BUILD_NAME"', 'echo bad >&2; echo $0'],
      environment_vars: ["A=it's"],
    },
    run,
  );
  const script = run.lines[0]?.replace('say: Running local shell script: ', '') ?? '';
  expect(script).toMatch(/packer-shell\d+$/);
  expect(run.lines.toSorted()).toEqual(
    [
      `say: Running local shell script: ${script}`,
      "stdout: it's Null null",
      'stderr: bad',
      `stdout: ${script}`,
    ].toSorted(),
  );
  expect(existsSync(script)).toBe(false);
});

test('a failing script gives its exit code, an allowed one passes', async () => {
  await expect(provision('shell-local', { command: 'exit 3' }, rig())).rejects.toThrow(
    'Script exited with non-zero exit status: 3.Allowed exit codes are: [0]',
  );
  await provision('shell-local', { command: 'exit 3', valid_exit_codes: [0, 3] }, rig());
});

test('a script file must be executable', async () => {
  const script = join(folder, 'script.sh');
  writeFileSync(script, '#!/bin/sh\necho ran\n', { mode: 0o644 });
  await expect(provision('shell-local', { script }, rig())).rejects.toThrow('status: 126.');
});

test('is skipped on other systems, and unknown systems are refused', async () => {
  const run = rig();
  await provision('shell-local', { command: 'exit 1', only_on: ['windows'] }, run);
  expect(run.lines).toEqual(['say: Skipping shell-local due to runtime OS']);
  await expect(provision('shell-local', { command: 'a', only_on: ['amiga'] }, rig())).rejects.toThrow(
    "Invalid OS specified in only_on: 'amiga'\nSupported OS names: darwin, freebsd, linux, openbsd, solaris, windows",
  );
});

test('cancelling ends the script and what it started', async () => {
  const run = rig(undefined, AbortSignal.timeout(200));
  await expect(provision('shell-local', { command: 'sleep 30; echo late' }, run)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(run.lines.join()).not.toContain('late');
});
