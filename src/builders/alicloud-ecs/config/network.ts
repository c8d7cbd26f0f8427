import { bool, boolIfWritten, int, string } from '../../../template/schema/field.ts';

/** How the temporary instance is reached. What is not given is made for the build and removed after it. */
export const networkFields = {
  vpc_id: string('VPC to use.'),
  vpc_name: string('Name of the temporary VPC.'),
  vpc_cidr_block: string(
    'Address range of the temporary VPC and of its vSwitch. Default: the service chooses the range of the VPC, and 172.16.0.0/24 is the range of the vSwitch.',
  ),
  vswitch_id: string('vSwitch to use; it decides the zone.'),
  vswitch_name: string('Name of the temporary vSwitch.'),
  security_group_id: string('Security group to use; it has to let the communicator in.'),
  security_group_name: string('Name of the temporary security group.'),
  associate_public_ip_address: boolIfWritten(
    'Give the instance an EIP, and connect through it. Default: true where the communicator connects to an address and nothing asks for the private one.',
  ),
  eip_id: string('EIP to use for the instance; it is never released.'),
  ssh_private_ip: bool('Connect through the private address.'),
  ssh_interface: string(
    'Which address to connect to: `public_ip` (an EIP where there is one) or `private_ip`.',
  ),
  security_group_source_cidr: string(
    'From where the temporary security group lets in: an address or a range. Default: this machine’s own address, or everywhere where that cannot be known. Not one of Packer’s settings.',
  ),
  public_ip_via: string(
    'How the instance gets its public address: `eip`, or `instance` for one of its own, which is released with it. Default: `eip`, unless `associate_public_ip_address` is false or the private address is used. Not one of Packer’s settings.',
  ),
  internet_charge_type: string('`PayByTraffic` or `PayByBandwidth`.'),
  internet_max_bandwidth_out: int(
    'Mbit/s towards the Internet, 0 to 100: of the EIP, or where there is none of a public address that the instance gets for it.',
  ),
};
