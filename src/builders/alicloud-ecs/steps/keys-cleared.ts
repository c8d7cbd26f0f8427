import { keyClearing } from '../../../machine/keys-cleared.ts';
import { addressOf, type Environment, ecsStep } from '../environment.ts';
import type { Facts } from '../facts.ts';

/** What was put on the guest for the build alone is taken off again. */
export const keysCleared = ecsStep({
  name: 'keysCleared',
  needs: ['provisioned', 'connected', 'address', 'securityGroup', 'instance', 'keyPair'],
  ...keyClearing<Environment, Pick<Facts, 'address' | 'instance' | 'keyPair'>>({
    place: addressOf,
    temporaryKey: ({ keyPair }) => (keyPair.temporary ? keyPair.publicKey : ''),
  }),
});
