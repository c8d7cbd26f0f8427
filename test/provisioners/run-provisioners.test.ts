import { expect, test } from 'vitest';
import { prepareProvisioner, runsFor } from '../../src/provisioners/prepare-provisioners.ts';
import { runProvisioners } from '../../src/provisioners/run-provisioners.ts';
import type { JsonObject, TemplateProvisioner } from '../../src/template/model/template.ts';
import { context, rig } from './rig.ts';

function local(command: string, changes: Partial<TemplateProvisioner> = {}): TemplateProvisioner {
  return {
    type: 'shell-local',
    only: [],
    except: [],
    override: new Map<string, JsonObject>(),
    pauseBefore: 0,
    timeout: 0,
    maxRetries: '',
    config: { command },
    ...changes,
  };
}

async function run(provisioners: readonly TemplateProvisioner[], signal?: AbortSignal) {
  const made = rig(undefined, signal);
  const own = provisioners.filter((each) => runsFor(each, 'null'));
  const planned = await Promise.all(own.map((each) => prepareProvisioner(each, 'null', context)));
  const error = await runProvisioners(planned, made.scope).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { error, lines: made.lines.filter((line) => !line.includes('Running local')) };
}

test('run in order, those of other builds not at all, and stop at the first failure', async () => {
  const { lines, error } = await run([
    local('echo 1', { only: ['null'] }),
    local('echo 2', { only: ['other'] }),
    local('echo 3', { except: ['null'], type: 'no-such-type' }),
    local('echo 4', { override: new Map([['null', { command: 'echo overridden' }]]) }),
    local('exit 7'),
    local('echo never'),
  ]);
  expect(lines).toEqual(['stdout: 1', 'stdout: overridden']);
  expect(error).toMatchObject({ code: 'script-failed' });
});

test('a failing one is tried again as often as asked, and the first error counts', async () => {
  const { lines, error } = await run([local('exit 3', { maxRetries: '2' })]);
  const text = 'Script exited with non-zero exit status: 3.Allowed exit codes are: [0]';
  expect(lines).toEqual([
    `say: Provisioner failed with "${text}", retrying with 2 trie(s) left`,
    `say: Provisioner failed with "${text}", retrying with 1 trie(s) left`,
    'say: retry limit reached.',
  ]);
  expect(error).toMatchObject({ message: text });
  await expect(prepareProvisioner(local('a', { maxRetries: 'abc' }), 'null', context)).rejects.toThrow(
    '`max_retries` must be a valid integer: strconv.Atoi: parsing "abc": invalid syntax',
  );
});

test('a timeout cancels the provisioner and says which', async () => {
  const { lines, error } = await run([local('sleep 30', { timeout: 200 })]);
  expect(lines).toEqual([
    'say: Setting a 200ms timeout for the next provisioner...',
    'error: Cancelling provisioner after a timeout...',
  ]);
  expect(error).toMatchObject({
    code: 'provision-failed',
    message: 'The shell-local provisioner did not end within its timeout of 200ms.',
  });
});

test('a pause comes first, hides the timeout as in Packer, and can be cancelled', async () => {
  const paused = await run([local('sleep 0.3', { pauseBefore: 100, timeout: 50 })]);
  expect(paused).toEqual({
    error: undefined,
    lines: ['say: Pausing 100ms before the next provisioner...'],
  });
  const { error } = await run([local('true', { pauseBefore: 60_000 })], AbortSignal.timeout(50));
  expect(error).toMatchObject({ code: 'cancelled' });
});
