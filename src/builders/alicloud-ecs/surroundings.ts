import { dirname, join } from 'node:path';
import { guestUnreached } from '../../builds/words.ts';
import type { Cloud } from '../../cloud/port.ts';
import type { Communicator } from '../../communicators/communicator.ts';
import type { PreparedCommunicator } from '../../communicators/prepare-communicator.ts';
import { spending } from '../../engine/spent.ts';
import type { BuildScope } from '../builder.ts';
import type { EcsConfig } from './config.ts';
import type { Environment } from './environment.ts';
import type { Facts } from './facts.ts';
import { type Guest, guest } from './guest.ts';
import { assistantAgent } from './instance/assistant-agent.ts';
import { expectedKeys } from './login/expected-keys.ts';
import { networkHold } from './network/network-hold.ts';
import { networksOf } from './network/shared-networks.ts';
import { runKey } from './run-key.ts';
import { needsKeyPair } from './steps/key-pair.ts';

/** What a prepared build knows before it runs. */
export interface Settings {
  readonly config: EcsConfig;
  readonly communicator: PreparedCommunicator;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In place of a connection to the instance. */
  readonly guest?: Guest | undefined;
}

/** What the steps of one run share. */
export function environment(settings: Settings, cloud: Cloud, scope: BuildScope): Environment {
  const { folder, journal, runId, autoRelease, pace } = scope;
  const runs = dirname(folder);
  return {
    config: settings.config,
    cloud,
    folder,
    autoRelease,
    pace,
    provision: (comm, data, signal) => spending('guest', () => scope.provision(comm, data, signal)),
    provisionCleanup: (comm, data, signal) => scope.provisionCleanup(comm, data, signal),
    network: networkHold({ journal, runId, runs, networks: networksOf(cloud) }),
    guest: settings.guest ?? guestOf(settings, scope, cloud),
    async ownAddresses(signal) {
      const { ownAddresses } = await import('../../cloud/alibaba/own-addresses.ts');
      return ownAddresses({ env: settings.env, signal });
    },
  };
}

/** A connection to the instance of a run, by what its journal tells; without any call to the cloud. */
export async function connectAgain(settings: Settings, scope: BuildScope): Promise<Communicator> {
  const address = scope.journal.state.steps.get('address');
  const instance = scope.journal.state.steps.get('instance');
  if (address?.status !== 'done' || instance?.status !== 'done') throw guestUnreached(scope.runId);
  const { host } = address.fact as Facts['address'];
  const { id } = instance.fact as Facts['instance'];
  return guestOf(settings, scope).connect({ host, id }, scope.signal);
}

function guestOf({ config, communicator, env }: Settings, scope: BuildScope, cloud?: Cloud): Guest {
  const { pace } = scope;
  const made = needsKeyPair(config) && config.ssh_keypair_name === '';
  return guest({
    communicator,
    env,
    ...(cloud && { agent: (instanceId) => assistantAgent(cloud, config, { instanceId, pace }) }),
    reach: (host, port) => scope.reach(host, port),
    runKey: async () => (made ? (await runKey(scope.folder, { config })).privateKey : undefined),
    ...(scope.ask && { ask: scope.ask }),
    knownHosts: join(scope.folder, 'known_hosts'),
    expected: (id) => expectedKeys(id, { config, folder: scope.folder, cloud, signal: scope.signal }),
  });
}
