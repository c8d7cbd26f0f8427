import type { SecurityRule } from '../../../cloud/port.ts';
import { guestPort } from '../../../machine/guest.ts';
import type { EcsConfig } from '../config.ts';

/** What a temporary group has to let through; equal rules make groups that builds can share. */
export function rules(config: EcsConfig, from: readonly string[]): readonly SecurityRule[] {
  const out: SecurityRule = { direction: 'egress', protocol: 'all', ports: '-1/-1', cidr: '0.0.0.0/0' };
  const port = guestPort(config);
  if (port === 0) return [out];
  return [
    out,
    ...from.map(
      (cidr): SecurityRule => ({ direction: 'ingress', protocol: 'tcp', ports: `${port}/${port}`, cidr }),
    ),
  ];
}
