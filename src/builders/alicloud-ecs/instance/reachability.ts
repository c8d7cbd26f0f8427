import type { EcsConfig } from '../config.ts';

/** How the reference dimensions a public address that nobody asked for in detail. */
const DEFAULT_BANDWIDTH = 5;

type Reach = 'private' | 'public' | 'eip';

/** Which address of the instance the connection goes to. */
export function reachBy(config: EcsConfig): Reach {
  if (wantsPrivate(config)) return 'private';
  if (wantsEip(config)) return 'eip';
  return ownPublicAddress(config).internetMaxBandwidthOut > 0 ? 'public' : 'private';
}

function wantsPrivate({ ssh_private_ip, ssh_interface }: EcsConfig): boolean {
  return ssh_private_ip || ssh_interface === 'private_ip';
}

/** Whether anybody connects to an address of the instance. */
function connects({ communicator }: EcsConfig): boolean {
  return communicator !== 'none' && communicator !== 'cloud-assistant';
}

export function wantsEip(config: EcsConfig): boolean {
  if (config.eip_id !== '' || config.public_ip_via === 'eip') return true;
  return config.associate_public_ip_address && config.public_ip_via !== 'instance';
}

/** Whether the private address is used although nobody said so: worth a warning. */
export function privateByDefault(config: EcsConfig): boolean {
  return connects(config) && !wantsPrivate(config) && reachBy(config) === 'private';
}

/**
 * The instance's own public address, which an EIP excludes. Bandwidth 0: none. Templates that use a password and name no
 * network and no user data got one from the reference without asking (its classic network), so they do here.
 */
export function ownPublicAddress(config: EcsConfig): {
  readonly internetChargeType: string;
  readonly internetMaxBandwidthOut: number;
} {
  const { internet_charge_type: charge, internet_max_bandwidth_out: bandwidth } = config;
  if (wantsEip(config)) return { internetChargeType: '', internetMaxBandwidthOut: 0 };
  if (bandwidth > 0 || !(asksForOwn(config) || classicOnce(config)))
    return { internetChargeType: charge, internetMaxBandwidthOut: bandwidth };
  return {
    internetChargeType: charge === '' ? 'PayByTraffic' : charge,
    internetMaxBandwidthOut: DEFAULT_BANDWIDTH,
  };
}

function asksForOwn({ public_ip_via, ssh_interface }: EcsConfig): boolean {
  return public_ip_via === 'instance' || ssh_interface === 'public_ip';
}

function classicOnce(config: EcsConfig): boolean {
  if (!connects(config) || wantsPrivate(config)) return false;
  if (config.ssh_password === '' && config.winrm_password === '') return false;
  const network = [
    config.vpc_id,
    config.vswitch_id,
    config.user_data,
    config.user_data_file,
    config.ssh_private_key_file,
    config.ssh_keypair_name,
    config.temporary_key_pair_name,
  ];
  return network.every((setting) => setting === '');
}
