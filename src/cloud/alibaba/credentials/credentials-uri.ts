import type { Clock } from '../../../wire/clock.ts';
import { askForKeys } from './key-answer.ts';
import type { Credentials } from './keys.ts';
import { refreshing } from './refreshing.ts';
import { credentialsUriInvalid } from './words.ts';

/** Temporary keys that a service of the user's own gives out at an address. The query may hold a secret: it is not told. */
export function credentialsUri(address: string, clock: Clock): Credentials {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw credentialsUriInvalid();
  const shown = `${url.origin}${url.pathname}`;
  return refreshing({
    describe: `the keys of ${shown}`,
    identity: JSON.stringify(['uri', shown]),
    fetch: (signal) =>
      askForKeys(
        {
          url,
          method: 'GET',
          headers: { accept: 'application/json' },
          doing: `Getting keys from ${shown}`,
          clock,
        },
        signal,
      ),
  });
}
