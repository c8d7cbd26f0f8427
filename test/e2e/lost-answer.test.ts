import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rig } from './rig.ts';

test('an image whose making was never answered goes with its snapshots, though the tag index lags', async () => {
  await using it = await rig({
    tagIndexLag: 1e9,
    // The instance stays, as it would if the process had died while it asked for the image.
    faults: ['CopyImage', 'DeleteInstance'].map((action) => ({ action, code: 'Forbidden.RAM', status: 403 })),
  });
  // Without the instance gone its network cannot go either: that is not waited for.
  const limits = { timeout: 5000, patience: 200 };
  const run = { runId: 'kept', onError: 'abort' as const, limits };
  const settings = { image_copy_regions: ['cn-beijing'] };
  await expect(it.build(settings, run)).rejects.toMatchObject({ code: 'cloud-denied' });
  const journal = join(it.folder, 'kept', 'journal.ndjson');
  const lines = readFileSync(journal, 'utf8').split(/(?<=\n)/);
  const asking = lines.findIndex((line) => line.includes('"asking","step":"createdImage"'));
  writeFileSync(journal, lines.slice(0, asking + 1).join(''));
  it.emulator.faults.clear();
  it.emulator.faults.add({ action: 'CreateImage', nth: 1, code: 'QuotaExceed.Image', status: 403 });
  await expect(it.build(settings, { runId: 'kept' })).rejects.toMatchObject({ code: 'cloud-quota' });
  expect(it.left()).toEqual([]);
});
