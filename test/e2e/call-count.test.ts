import { expect, test } from 'vitest';
import { skippingClock } from '../test-clock.ts';
import { rig } from './rig.ts';

test('a build at the pace of the real service takes at most 60 calls with nothing learnt yet', async () => {
  const latency = { extends: 'realistic', apiCall: 0 };
  await using it = await rig({ latency }, skippingClock());
  await it.build({ associate_public_ip_address: true, tags: { app: 'web' } }, { sideBySide: true });
  // A key pair, a rule and a look at the console come with SSH.
  expect(it.emulator.record.length).toBeLessThanOrEqual(56);
});
