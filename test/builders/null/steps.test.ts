import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runMain } from '../../cli/run-main.ts';
import { folderWith } from '../../temporary-folder.ts';

const local = (script: string) => ({ type: 'shell-local', inline: [script] });

function site(provisioners: readonly object[], cwd = folderWith({})) {
  const template = { builders: [{ type: 'null', communicator: 'none' }], provisioners };
  writeFileSync(`${cwd}/t.json`, JSON.stringify(template));
  return {
    main: (argv: readonly string[], answers?: readonly string[]) =>
      runMain(argv, { cwd, ...(answers !== undefined && { answers }) }),
  };
}

test('a run that failed goes on at the provisioner that failed', async () => {
  const cwd = folderWith({});
  const { main } = site([local('echo first'), local(`test -f ${cwd}/mended`)], cwd);
  expect((await main(['run', '-on-error=abort', 't.json'])).code).toBe(1);
  writeFileSync(`${cwd}/mended`, '');
  const { code, stdout } = await main(['resume']);
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('Provisioner 1 (shell-local) has run already: not run again.');
});

test('--until stops between the steps, and resume runs the provisioners', async () => {
  const { main } = site([local('echo later')]);
  const stopped = await main(['run', '--until', 'connected', 't.json']);
  expect(stopped.stdout).toContain('Stopped after step connected; everything is kept.');
  expect(stopped.stdout).not.toContain('later');
  expect((await main(['resume', '-color=false'])).stdout).toContain('null: later\n');
});

test('-debug pauses where Packer does, and calls the steps what Packer calls them', async () => {
  const { main } = site([local('true')]);
  const { stdout } = await main(['run', '-debug', '-color=false', 't.json'], ['', '', '', '']);
  expect(stdout.match(/Pausing .*?\. Press/g)).toEqual([
    "Pausing after run of step 'StepConnect'. Press",
    'Pausing before the next provisioner . Press',
    "Pausing after run of step 'StepProvision'. Press",
    "Pausing before cleanup of step 'StepConnect'. Press",
  ]);
});
