import type { Cloud } from '../port.ts';
import { accountId, regionIds } from './account.ts';
import { assistant } from './assistant.ts';
import type { Client, ClientOptions } from './client.ts';
import { disks } from './disks.ts';
import { eips } from './eips.ts';
import { images } from './images.ts';
import { importRole } from './import-role.ts';
import { instances } from './instances.ts';
import { keyPairs } from './key-pairs.ts';
import { securityGroups } from './security-groups.ts';
import { leaseClient } from './shared-clients.ts';
import { sharedLookUp } from './shared-look-up.ts';
import { snapshots } from './snapshots.ts';
import { tagger } from './tags.ts';
import { vpcs } from './vpcs.ts';
import { vSwitches } from './vswitches.ts';
import { zones } from './zones.ts';

type Region = Omit<Cloud, 'in' | 'close'>;

/** The regions of one account that a client has been asked for; their pollers are shared by all builds that use it. */
const regionsOf = new WeakMap<Client, Map<string, Region>>();

/**
 * Alibaba Cloud as builders see it. Clouds with the same credentials and endpoints share connections and pollers in one
 * process, so ten builds that wait for ten images ask once. `close` ends them with the last one that uses them.
 */
export function alibabaCloud(options: ClientOptions): Cloud {
  const lease = leaseClient(options);
  const regions = regionsOf.get(lease.client) ?? new Map<string, Region>();
  regionsOf.set(lease.client, regions);
  const cloud = (region: string): Cloud => {
    const known = regions.get(region) ?? regionOf(lease.client.in(region));
    regions.set(region, known);
    return { ...known, in: cloud, close: lease.close };
  };
  return cloud(options.region);
}

function regionOf(client: Client): Region {
  const account = sharedLookUp((_, signal) => accountId(client, signal));
  const regions = sharedLookUp((_, signal) => regionIds(client, signal));
  const zonesFor = zones(client);
  return {
    region: client.region,
    clock: client.clock,
    account: (signal) => account('', signal),
    regions: (signal) => regions('', signal),
    zones: zonesFor,
    images: images(client),
    snapshots: snapshots(client),
    disks: disks(client),
    keyPairs: keyPairs(client),
    vpcs: vpcs(client),
    vSwitches: vSwitches(client),
    securityGroups: securityGroups(client),
    instances: instances(client),
    eips: eips(client),
    assistant: assistant(client),
    storage: client.storage,
    importRole: importRole(client),
    tag: tagger(client),
  };
}
