import type { EcsConfig } from './config.ts';

/** How the reference dimensions a public address that nobody asked for in detail. */
const DEFAULT_BANDWIDTH = 5;

export type Reach = 'private' | 'public' | 'eip';

/** Which address of the instance the connection goes to. */
export function reachBy(config: EcsConfig): Reach {
  if (wantsPrivate(config)) return 'private';
  if (wantsEip(config)) return 'eip';
  return ownPublicAddress(config).internetMaxBandwidthOut > 0 ? 'public' : 'private';
}

export function wantsPrivate({ ssh_private_ip, ssh_interface }: EcsConfig): boolean {
  return ssh_private_ip || ssh_interface === 'private_ip';
}

export function wantsEip(config: EcsConfig): boolean {
  return config.eip_id !== '' || config.associate_public_ip_address;
}

/** Whether the private address is used although nobody said so: worth a warning. */
export function privateByDefault(config: EcsConfig): boolean {
  return config.communicator !== 'none' && !wantsPrivate(config) && reachBy(config) === 'private';
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
  if (bandwidth > 0 || !(config.ssh_interface === 'public_ip' || classicOnce(config)))
    return { internetChargeType: charge, internetMaxBandwidthOut: bandwidth };
  return {
    internetChargeType: charge === '' ? 'PayByTraffic' : charge,
    internetMaxBandwidthOut: DEFAULT_BANDWIDTH,
  };
}

function classicOnce(config: EcsConfig): boolean {
  if (config.communicator === 'none' || wantsPrivate(config)) return false;
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
