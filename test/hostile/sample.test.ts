import { expect, test } from 'vitest';
import { campaign } from './campaign.ts';
import { serveNames } from './names.ts';

/** Every 127th; all are tried by `npm run test:hostile`. */
const SAMPLE = { every: 127, offset: 0, only: '', jobs: 6 };

test('a sample of faults at calls of a full build ends well', { timeout: 180_000 }, async () => {
  serveNames();
  const rows = await campaign(SAMPLE, () => undefined);
  expect(rows.flatMap(({ failures }) => failures)).toEqual([]);
  expect(rows.length).toBeGreaterThan(5);
});
