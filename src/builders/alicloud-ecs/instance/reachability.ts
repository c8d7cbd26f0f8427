import type { EcsConfig } from '../config.ts';

/** The bandwidth that Packer gives a public address that nobody asked for in detail, in Mbit/s. */
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

/** Whether the way in is the private address, which only machines of the VPC reach. */
export function connectsPrivately(config: EcsConfig): boolean {
  return connects(config) && reachBy(config) === 'private';
}

/** Whether anybody connects to an address of the instance. */
function connects({ communicator }: EcsConfig): boolean {
  return communicator !== 'none' && communicator !== 'cloud-assistant';
}

/** Whether the EIP is the default of Packer alone: then a machine of the same VPC does without. */
export function eipByDefault(config: EcsConfig): boolean {
  const { public_ip_via: via, associate_public_ip_address: associate, eip_id: given } = config;
  return wantsEip(config) && via === '' && associate === undefined && given === '';
}

/** As Packer, which gives every instance in a VPC an EIP unless `ssh_private_ip` is true; what the template says comes first. */
export function wantsEip(config: EcsConfig): boolean {
  const { public_ip_via: via, associate_public_ip_address: associate } = config;
  if (via !== '') return via === 'eip';
  if (associate !== undefined) return associate || config.eip_id !== '';
  if (wantsPrivate(config)) return false;
  return config.eip_id !== '' || (connects(config) && !asksForOwn(config) && !classicOnce(config));
}

/**
 * The instance's own public address, which an EIP excludes. Bandwidth 0: none. Templates that use a password and name no
 * network and no user data get one from Packer without asking (in its classic network), and here as well.
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
