import { createHash } from 'node:crypto';
import type { Credentials, Keys } from './keys.ts';

/** Keys that stay as they are. `from` tells people where they were found. */
export function staticKeys(keys: Keys, from: string): Credentials {
  const { accessKeyId, accessKeySecret, securityToken } = keys;
  const identity = createHash('sha256')
    .update(JSON.stringify([accessKeyId, accessKeySecret, securityToken]))
    .digest('hex');
  return {
    describe: `the access key ${accessKeyId} of ${from}`,
    identity,
    get: async () => keys,
  };
}
