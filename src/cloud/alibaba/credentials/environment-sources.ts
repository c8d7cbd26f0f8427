import { openClock } from '../../../wire/clock.ts';
import { variables } from '../../credential-variables.ts';
import { credentialsUri } from './credentials-uri.ts';
import { instanceRole } from './instance-role.ts';
import { Keys } from './keys.ts';
import { oidcRole } from './oidc-role.ts';
import type { Source } from './source.ts';
import { staticKeys } from './static-keys.ts';
import type { AccessSurroundings } from './surroundings.ts';

/** The sources that the environment names for the current SDKs, in their order. */
export function environmentSources(asked: {
  readonly around: AccessSurroundings;
  readonly region: string;
}): readonly Source[] {
  const { around, region } = asked;
  const env = (name: string) => around.env[name] ?? '';
  const unset = (...names: readonly string[]) => {
    const missing = names.filter((name) => env(name) === '');
    return missing.length === 0 ? undefined : `${missing.join(', ')} not set`;
  };
  const { accessKey, secretKey, roleArn, oidcProvider, oidcTokenFile, instanceRole: role } = variables;
  const clock = around.clock ?? openClock();
  return [
    {
      name: 'keys of the environment',
      find: async () =>
        unset(accessKey, secretKey) ??
        staticKeys(new Keys(env(accessKey), env(secretKey), env(variables.securityToken)), 'the environment'),
    },
    {
      name: 'an OIDC token',
      find: async () =>
        unset(roleArn, oidcProvider, oidcTokenFile) ??
        oidcRole({
          arn: env(roleArn),
          provider: env(oidcProvider),
          tokenFile: env(oidcTokenFile),
          session: env(variables.roleSession) || 'ecs-imagebuild',
          duration: 0,
          region,
          endpoints: { endpointUrl: around.endpointUrl },
          clock,
        }),
    },
    {
      name: 'the role of this ECS instance',
      find: async () => unset(role) ?? instanceRole(env(role), around),
    },
    {
      name: 'a credentials address',
      find: async () =>
        unset(variables.credentialsUri) ?? credentialsUri(env(variables.credentialsUri), clock),
    },
  ];
}
