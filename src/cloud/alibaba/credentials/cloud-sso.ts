import type { Clock } from '../../../wire/clock.ts';
import { askForKeys } from './key-answer.ts';
import type { Credentials } from './keys.ts';
import { refreshing } from './refreshing.ts';
import { cloudSsoExpired } from './words.ts';

/** What the Alibaba Cloud CLI keeps of a sign-in in the browser. */
interface CloudSso {
  readonly profile: string;
  readonly signInUrl: string;
  readonly account: string;
  readonly accessConfig: string;
  readonly accessToken: string;
  /** Seconds since the epoch. */
  readonly accessTokenEnd: number;
  readonly clock: Clock;
}

/** Keys of an account through CloudSSO, for as long as the sign-in is good. */
export function cloudSso(sso: CloudSso): Credentials {
  const origin = new URL(sso.signInUrl).origin;
  return refreshing({
    describe: `the CloudSSO sign-in of profile ${sso.profile}`,
    identity: JSON.stringify(['sso', origin, sso.account, sso.accessConfig]),
    fetch: async (signal) => {
      if (sso.accessToken === '' || sso.accessTokenEnd * 1000 <= Date.now())
        throw cloudSsoExpired(sso.profile);
      const asked = { AccountId: sso.account, AccessConfigurationId: sso.accessConfig };
      return askForKeys(
        {
          url: new URL('/cloud-credentials', origin),
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${sso.accessToken}` },
          body: JSON.stringify(asked),
          doing: `Getting keys of account ${sso.account} from CloudSSO`,
          field: 'CloudCredential',
          clock: sso.clock,
        },
        signal,
      );
    },
  });
}
