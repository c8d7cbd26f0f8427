import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const template = JSON.stringify({ builders: [{ type: 'null', communicator: 'none' }] });

it('reads a template from a named pipe, and keeps its runs in the working folder', async () => {
  const [cwd, pipes] = [folderWith({}), folderWith({})];
  const pipe = join(pipes, 'template');
  execFileSync('mkfifo', [pipe]);
  const written = writeFile(pipe, template);
  const { code } = await runMain(['run', pipe], { cwd });
  await written;
  expect(code).toBe(0);
  expect(readdirSync(pipes)).toEqual(['template']);
  expect(existsSync(join(cwd, '.ecs-imagebuild', 'runs'))).toBe(true);
});

it.each(['/dev/stdin', '/dev/fd/0', '/proc/self/fd/0'])('takes %s for standard input', async (name) => {
  const cwd = folderWith({});
  const { code, stdout } = await runMain(['validate', name], { cwd, stdin: template });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});
