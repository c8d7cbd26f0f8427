import type { Cloud } from '../../cloud/port.ts';
import type { Site } from '../../engine/journal-record.ts';
import { openClock } from '../../wire/clock.ts';
import type { BuildScope } from '../builder.ts';
import type { Settings } from './surroundings.ts';
import { accountChanged } from './words.ts';

export interface OpenedCloud {
  readonly cloud: Cloud;
  /** Where the run is at home; the account is known and noted from the preflight on. */
  readonly site: Omit<Site, 'account'>;
}

/**
 * The cloud of a run: where the template, the environment or a profile say at its beginning, and from then on where its
 * journal says. Throws `run-changed` when the credentials are of another account: there everything would seem gone.
 */
export async function openCloud({ config, env }: Settings, scope: BuildScope): Promise<OpenedCloud> {
  // Loaded at the first cloud call: a validation does without it.
  const [{ alibabaCloud }, { resolveAccess }] = await Promise.all([
    import('../../cloud/alibaba/alibaba-cloud.ts'),
    import('../../cloud/alibaba/credentials/access.ts'),
  ]);
  const { endpointUrl, clock = openClock(), limits, hide, journal, signal } = scope;
  const before = journal.state.site;
  const access = await resolveAccess(config, { env, endpointUrl, clock, before, ...(hide && { hide }) });
  const cloud = alibabaCloud({ ...access, endpointUrl, clock, ...limits });
  try {
    if (before !== undefined) await sameAccount(cloud, before, signal);
  } catch (error) {
    await cloud.close();
    throw error;
  }
  const { region, profile, customEndpointEcs: endpoint } = access;
  return { cloud, site: { region, profile, endpoint } };
}

async function sameAccount(cloud: Cloud, { account: before }: Site, signal: AbortSignal): Promise<void> {
  if (before === '') return;
  const account = await cloud.account(signal);
  if (account !== before) throw accountChanged(before, account);
}
