import { variables } from './credential-variables.ts';

/** Everybody who can name a region; empty: did not. */
interface Named {
  readonly profile?: string;
  readonly template: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The one rule for the region that is meant: the profile's word, then the template's, then the environment's. Empty: nobody's. */
export function regionMeant({ profile = '', template, env }: Named): string {
  const ofEnvironment = ['ALICLOUD_REGION', variables.region, variables.regionId].map((name) => env[name]);
  return [profile, template, ...ofEnvironment].find((region) => region) ?? '';
}
