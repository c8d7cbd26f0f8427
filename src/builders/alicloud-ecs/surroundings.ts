import { dirname } from 'node:path';
import { guestUnreached } from '../../builds/words.ts';
import type { Cloud } from '../../cloud/port.ts';
import type { Communicator } from '../../communicators/communicator.ts';
import type { PreparedCommunicator } from '../../communicators/prepare-communicator.ts';
import { assistantShell } from '../../communicators/words.ts';
import { openDurations } from '../../engine/durations.ts';
import { spending } from '../../engine/spent.ts';
import { expectedKeys } from '../../machine/expected-keys.ts';
import { type Guest, guest } from '../../machine/guest.ts';
import { runKey } from '../../machine/run-key.ts';
import type { BuildScope } from '../builder.ts';
import type { EcsConfig } from './config.ts';
import type { Environment } from './environment.ts';
import type { Facts } from './facts.ts';
import { assistantAgent, CLOUD_ASSISTANT } from './instance/assistant-agent.ts';
import { networkHold } from './network/network-hold.ts';
import { networksOf } from './network/shared-networks.ts';
import type { OpenedCloud } from './open-cloud.ts';
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
export function environment(
  settings: Settings,
  { cloud, site }: OpenedCloud,
  scope: BuildScope,
): Environment {
  const { folder, journal, runId, autoRelease } = scope;
  const runs = dirname(folder);
  return {
    config: settings.config,
    cloud,
    folder,
    autoRelease,
    clock: cloud.clock,
    durations: scope.durations ?? openDurations(),
    provision: (comm, data, signal) => spending('guest', () => scope.provision(comm, data, signal)),
    provisionCleanup: (comm, data, signal) => scope.provisionCleanup(comm, data, signal),
    network: networkHold({ journal, runId, runs, networks: networksOf(cloud) }),
    keepSite(account) {
      if (journal.state.site === undefined) journal.write({ type: 'site', ...site, account });
    },
    guest: settings.guest ?? guestOf(settings, scope, cloud),
    async ownAddresses(signal) {
      const { ownAddresses } = await import('../../cloud/alibaba/own-addresses.ts');
      return ownAddresses({ env: settings.env, signal });
    },
    async ownVpc(signal) {
      const { ownVpc } = await import('../../cloud/alibaba/own-addresses.ts');
      return ownVpc({ env: settings.env, signal });
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
  const { folder, signal } = scope;
  const made = needsKeyPair(config) && config.ssh_keypair_name === '';
  return guest({
    communicator,
    env,
    run: scope,
    runKey: async () => (made ? (await runKey(folder, { config })).privateKey : undefined),
    expected: (id) =>
      expectedKeys({ config, folder, ...(cloud && { console: () => cloud.instances.console(id, signal) }) }),
    ...(config.communicator === CLOUD_ASSISTANT && { ownWay: throughCloud(config, cloud) }),
  });
}

function throughCloud(config: EcsConfig, cloud: Cloud | undefined) {
  return async (instanceId: string, signal: AbortSignal): Promise<Communicator> => {
    if (cloud === undefined) throw assistantShell();
    const { connectAssistant } = await import('../../communicators/cloud-assistant/communicator.ts');
    return connectAssistant(assistantAgent(cloud, config, instanceId), signal);
  };
}
