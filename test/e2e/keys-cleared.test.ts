import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rig } from './rig.ts';

const RUN = { runId: 'kept', onError: 'abort' as const };

test('a crash right after the temporary key was taken off the guest does not lock the run out', async () => {
  await using it = await rig({
    guests: 'memory',
    faults: [{ action: 'StopInstance', code: 'Forbidden.RAM', status: 403 }],
  });
  const settings = { communicator: 'ssh', ssh_private_ip: true, ssh_clear_authorized_keys: true };
  await expect(it.build(settings, RUN)).rejects.toMatchObject({ code: 'cloud-denied' });
  it.emulator.faults.clear();
  const journal = join(it.folder, 'kept', 'journal.ndjson');
  const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/);
  const asking = lines.findIndex((line) => line.includes('"asking","step":"keysCleared"'));
  writeFileSync(journal, lines.slice(0, asking + 1).join(''));
  await it.build(settings, RUN);
  expect(it.left()).toEqual(['image cn-hangzhou', 'snapshot cn-hangzhou']);
});
