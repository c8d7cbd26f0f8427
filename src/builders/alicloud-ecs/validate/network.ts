import { MOST_BANDWIDTH, mostEipBandwidth } from '../../../cloud/alibaba/rules/combinations.ts';
import { parseCidr, sourceRange } from '../../../wire/cidr.ts';
import type { EcsConfig } from '../config.ts';
import { notOneOf, onlyOneOf, outOfRange, wrongShape } from '../words.ts';

/** Findings in how the instance is reached, and by whom. */
export function networkFindings(config: EcsConfig): readonly string[] {
  return [...traffic(config), ...ranges(config), ...address(config)];
}

function traffic(config: EcsConfig): readonly string[] {
  const { internet_charge_type: charge, internet_max_bandwidth_out: bandwidth } = config;
  const findings: string[] = [];
  if (!['', 'PayByTraffic', 'PayByBandwidth'].includes(charge))
    findings.push(notOneOf('internet_charge_type', charge, ['PayByTraffic', 'PayByBandwidth']));
  // Of an EIP it may be more than of an instance's own address.
  const most =
    config.public_ip_via === 'instance' ? MOST_BANDWIDTH : mostEipBandwidth(charge || 'PayByTraffic');
  if (bandwidth < 0 || bandwidth > most)
    findings.push(outOfRange('internet_max_bandwidth_out', bandwidth, 0, most));
  return findings;
}

function ranges(config: EcsConfig): readonly string[] {
  const { vpc_cidr_block, security_group_source_cidr: source, security_group_id } = config;
  const findings: string[] = [];
  if (vpc_cidr_block !== '' && parseCidr(vpc_cidr_block) === undefined)
    findings.push(wrongShape('vpc_cidr_block', vpc_cidr_block, "an address range such as '172.16.0.0/16'"));
  if (source !== '' && sourceRange(source) === undefined)
    findings.push(
      wrongShape('security_group_source_cidr', source, "an address or a range such as '203.0.113.7/32'"),
    );
  if (source !== '' && security_group_id !== '')
    findings.push(onlyOneOf('security_group_id', 'security_group_source_cidr'));
  return findings;
}

function address({
  public_ip_via: via,
  eip_id,
  ssh_interface: face,
  ssh_private_ip,
}: EcsConfig): readonly string[] {
  if (!['', 'public_ip', 'private_ip'].includes(face))
    return [notOneOf('ssh_interface', face, ['public_ip', 'private_ip'])];
  if (ssh_private_ip && face === 'public_ip')
    return ["ssh_interface is 'public_ip', but ssh_private_ip is true: leave one of them out"];
  if (!['', 'eip', 'instance'].includes(via)) return [notOneOf('public_ip_via', via, ['eip', 'instance'])];
  return via === 'instance' && eip_id !== '' ? [onlyOneOf('eip_id', "public_ip_via 'instance'")] : [];
}
