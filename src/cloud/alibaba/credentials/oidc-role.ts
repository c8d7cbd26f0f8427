import { readFile } from 'node:fs/promises';
import type { Clock } from '../../../wire/clock.ts';
import { reason } from '../../../wire/reason.ts';
import { type EndpointOptions, endpoint, fallback, versions } from '../endpoints.ts';
import { askForKeys } from './key-answer.ts';
import type { Credentials } from './keys.ts';
import { refreshing } from './refreshing.ts';
import { tokenFileUnreadable } from './words.ts';

interface OidcRole {
  readonly arn: string;
  readonly provider: string;
  /** Read again for each new set of keys: Kubernetes replaces its contents. */
  readonly tokenFile: string;
  readonly session: string;
  /** Seconds; 0: the service's default. */
  readonly duration: number;
  readonly region: string;
  readonly endpoints: EndpointOptions;
  readonly clock: Clock;
}

/** A RAM role for whoever holds the token of an identity provider, such as a service account of Kubernetes. */
export function oidcRole(role: OidcRole): Credentials {
  const { arn, provider, tokenFile, session, duration } = role;
  return refreshing({
    describe: `the RAM role ${arn} by the OIDC token of ${tokenFile}`,
    identity: JSON.stringify(['oidc', arn, provider, tokenFile, session, duration]),
    fetch: async (signal) => {
      const token = await readToken(tokenFile);
      const form = {
        Action: 'AssumeRoleWithOIDC',
        Version: versions.Sts,
        Format: 'JSON',
        RoleArn: arn,
        OIDCProviderArn: provider,
        OIDCToken: token,
        RoleSessionName: session,
        ...(duration > 0 && { DurationSeconds: String(duration) }),
      };
      return askForKeys(
        {
          url: endpoint('Sts', role.region, role.endpoints),
          fallback: fallback('Sts', role.endpoints),
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
          body: new URLSearchParams(form).toString(),
          doing: `Assuming the RAM role ${arn} with the OIDC token of ${tokenFile}`,
          field: 'Credentials',
          clock: role.clock,
        },
        signal,
      );
    },
  });
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw tokenFileUnreadable(file, reason(error));
  }
}
