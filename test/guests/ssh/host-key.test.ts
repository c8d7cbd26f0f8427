import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { newHostKey } from '../../../src/guests/ssh/host-key.ts';

test('every host key can be read, so that no guest fails to boot by chance', () => {
  const unreadable = Array.from({ length: 2000 }, newHostKey).filter(
    (key) => ssh2.utils.parseKey(key.private) instanceof Error,
  );
  expect(unreadable).toEqual([]);
});
