import { expect, test } from 'vitest';
import { actions } from '../../src/emulator/actions.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { ossClient } from '../emulator/oss/oss-client.ts';
import { sdkClient } from '../emulator/sdk-client.ts';
import { tour } from '../emulator/sdk-tour.ts';

/** Answers are held against the SDK's models by test/emulator/conformance.test.ts; here is that no action escapes the tour. */
test('the official SDK clients, with their own transport, have a call for every action that is served', async () => {
  await using cloud = await startEmulator({
    guests: 'none',
    latency: { imageCopy: 600_000, imageImport: 600_000 },
  });
  await tour(sdkClient(cloud), cloud.accountId, ossClient(cloud));
  const called = new Set(cloud.record.map(({ product, action }) => `${product}.${action}`));
  expect(called.size).toBeGreaterThan(40);
  expect([...actions.keys()].filter((name) => !called.has(name))).toEqual([]);
});
