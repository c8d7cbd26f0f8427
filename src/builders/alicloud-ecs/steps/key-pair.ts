import type { KeyPair } from '../../../cloud/port.ts';
import { type RunKey, runKey } from '../../../machine/run-key.ts';
import type { BuildScope } from '../../builder.ts';
import type { EcsConfig } from '../config.ts';
import { type EcsScope, ecsResource, ecsStep, say, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { noSuchThing } from '../words.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.keyPairs,
  given: (env) => env.config.ssh_keypair_name,
  missing: (name) => noSuchThing('key pair', name),
  async spec({ env, runId }, _have: object) {
    const name = keyPairName(env.config, runId);
    return { name, publicKey: (await keyOf(env, name)).publicKey, ...temporary(env.config) };
  },
  ready: () => true,
  expect: 1000,
  making: ({ env, runId }) => `Creating temporary keypair: ${keyPairName(env.config, runId)}`,
  removing: () => 'Deleting temporary keypair...',
  fact: fact,
});

/**
 * How the instance will know us. A temporary pair is made on this machine and only its public half is given to the
 * cloud; RunInstances puts it on the instance, so that the first boot is the only one.
 */
export const keyPair = ecsStep({
  name: 'keyPair',
  needs: ['preflight', 'sourceImage'],
  plan({ config }) {
    if (config.ssh_keypair_name !== '') return `use the key pair ${config.ssh_keypair_name}`;
    if (!needsKeyPair(config)) return 'no key pair is needed';
    return byUserData(config)
      ? 'make a key pair and give its public half by user data'
      : 'make a key pair and import its public half';
  },
  async run(scope, have) {
    const { config } = scope.env;
    if (!needsKeyPair(config)) {
      say(scope, withoutPair(config));
      return { name: '', temporary: false, publicKey: '' };
    }
    if (config.ssh_keypair_name !== '') say(scope, withGivenPair(config));
    else if (byUserData(config)) return localPair(scope);
    return flow.run(scope, have);
  },
  check: flow.check,
  undo: flow.undo,
});

async function fact(item: KeyPair, origin: 'given' | 'made', { env }: EcsScope): Promise<Facts['keyPair']> {
  if (origin === 'given') return { name: item.id, temporary: false, publicKey: '' };
  const { publicKey } = await keyOf(env, item.id);
  return { name: item.id, temporary: true, publicKey };
}

/** The service imports no such key, so that the guest gets it with its user data. */
async function localPair(scope: EcsScope): Promise<Facts['keyPair']> {
  const name = keyPairName(scope.env.config, scope.runId);
  say(scope, `Creating temporary keypair: ${name}`);
  return { name: '', temporary: true, publicKey: (await keyOf(scope.env, name)).publicKey };
}

function byUserData({ temporary_key_pair_type }: EcsConfig): boolean {
  return temporary_key_pair_type === 'ed25519';
}

function keyOf({ folder, config }: EcsScope['env'], comment: string): Promise<RunKey> {
  return runKey(folder, { comment, config });
}

/** Begins to make the key before any step runs; the step waits for the rest of it, and tells what went wrong. */
export function beginKeyPair(
  config: EcsConfig,
  { folder, runId }: Pick<BuildScope, 'folder' | 'runId'>,
): void {
  if (!needsKeyPair(config) || config.ssh_keypair_name !== '') return;
  runKey(folder, { comment: keyPairName(config, runId), config }).catch(() => undefined);
}

export function needsKeyPair(config: EcsConfig): boolean {
  if (config.communicator !== 'ssh' && config.communicator !== '') return false;
  if (config.ssh_keypair_name !== '' || config.temporary_key_pair_name !== '') return true;
  return (
    config.ssh_private_key_file === '' &&
    config.ssh_password === '' &&
    config.winrm_password === '' &&
    !config.ssh_agent_auth
  );
}

function keyPairName(config: EcsConfig, runId: string): string {
  return config.temporary_key_pair_name === '' ? `packer_${runId}` : config.temporary_key_pair_name;
}

function withGivenPair(config: EcsConfig): string {
  return config.ssh_private_key_file === ''
    ? `Using SSH Agent for existing key pair ${config.ssh_keypair_name}`
    : 'Using existing SSH private key';
}

function withoutPair(config: EcsConfig): string {
  if (config.ssh_private_key_file !== '') return 'Using existing SSH private key';
  return config.ssh_agent_auth
    ? 'Using SSH Agent with key pair in source image'
    : 'Not using temporary keypair';
}
