import { expect, test } from 'vitest';
import {
  eipByDefault,
  ownPublicAddress,
  reachBy,
} from '../../../../src/builders/alicloud-ecs/instance/reachability.ts';
import { settings } from '../settings.ts';

/** Packer gives every instance in a VPC an EIP unless `ssh_private_ip` is true. */
test.each([
  ['nothing is said', {}, 'eip'],
  ['a network is given', { vpc_id: 'vpc-1', vswitch_id: 'vsw-1' }, 'eip'],
  ['a password and a network are given', { ssh_password: 'x', vpc_id: 'vpc-1' }, 'eip'],
  ['WinRM is used in a given VPC', { communicator: 'winrm', winrm_password: 'x', vpc_id: 'vpc-1' }, 'eip'],
  ['a bandwidth is given', { internet_max_bandwidth_out: 10 }, 'eip'],
  ['the flag is true', { associate_public_ip_address: true }, 'eip'],
  [
    'the flag is true with the private address',
    { associate_public_ip_address: true, ssh_private_ip: true },
    'private',
  ],
  ['an EIP is given', { eip_id: 'eip-1' }, 'eip'],
  ['an EIP is given and the flag is false', { eip_id: 'eip-1', associate_public_ip_address: false }, 'eip'],
  ['the private address is asked for', { ssh_private_ip: true }, 'private'],
  ['the private interface is asked for', { ssh_interface: 'private_ip' }, 'private'],
  ['the private address is asked for and an EIP given', { eip_id: 'eip-1', ssh_private_ip: true }, 'private'],
  ['the flag is false', { associate_public_ip_address: false }, 'private'],
  [
    'the flag is false with bandwidth',
    { associate_public_ip_address: false, internet_max_bandwidth_out: 5 },
    'public',
  ],
  ['an address of the instance is asked for', { public_ip_via: 'instance' }, 'public'],
  ['a password and no network are given', { ssh_password: 'x' }, 'public'],
  ['nobody connects', { communicator: 'none' }, 'private'],
] as const)('%s: %j goes by %s', (_what, changes, reach) => {
  expect(reachBy(settings(changes))).toBe(reach);
});

test('an EIP excludes a public address of the instance', () => {
  const config = settings({ internet_max_bandwidth_out: 10 });
  expect(ownPublicAddress(config).internetMaxBandwidthOut).toBe(0);
});

test('only an EIP that nothing in the template asks for can be left out in the same VPC', () => {
  expect(eipByDefault(settings({ vpc_id: 'vpc-1' }))).toBe(true);
  expect(eipByDefault(settings({ vpc_id: 'vpc-1', associate_public_ip_address: true }))).toBe(false);
  expect(eipByDefault(settings({ vpc_id: 'vpc-1', eip_id: 'eip-1' }))).toBe(false);
  expect(eipByDefault(settings({ vpc_id: 'vpc-1', ssh_private_ip: true }))).toBe(false);
});
