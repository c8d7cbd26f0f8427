import type { Json, JsonObject } from '../../model/template.ts';
import { parseBool, parseBoolError } from '../../schema/weak-bool.ts';
import { remove, rename, without } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';
import { fixRefused } from './words.ts';

const ANY = /^amazon-/;

export const amazonShutdown: Fixer = {
  name: 'amazon-shutdown_behavior',
  synopsis: 'Changes "shutdown_behaviour" to "shutdown_behavior" in Amazon builders.',
  fix: inBuilders(ANY, rename('shutdown_behaviour', 'shutdown_behavior')),
};

export const amazonNetworking: Fixer = {
  name: 'amazon-enhanced-networking',
  synopsis: 'Replaces "enhanced_networking" in builders with "ena_support"',
  fix: inBuilders(ANY, rename('enhanced_networking', 'ena_support', { as: 'boolean' })),
};

export const amazonPrivateIp: Fixer = {
  name: 'amazon-private-ip',
  synopsis: 'Replaces `"ssh_private_ip": true` in amazon builders with `"ssh_interface": "private_ip"`',
  fix: inBuilders(ANY, (builder) => {
    const given = builder['ssh_private_ip'];
    if (given === undefined || Object.hasOwn(builder, 'ssh_interface')) return builder;
    const address = isPrivate(given) ? 'private_ip' : 'public_ip';
    return { ...without(builder, 'ssh_private_ip'), ssh_interface: address };
  }),
};

function isPrivate(given: Json): boolean {
  if (typeof given === 'boolean') return given;
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const parsed = typeof given === 'string' ? parseBool(given) : undefined;
  if (parsed === undefined) throw fixRefused(`ssh_private_ip is not a boolean, ${parseBoolError(text)}`);
  return parsed;
}

export const amazonCidrs: Fixer = {
  name: 'amazon-temp-sec-cidrs',
  synopsis:
    'Replaces "temporary_security_group_source_cidr" (string) with "temporary_security_group_source_cidrs" (list of strings)',
  fix: inBuilders(ANY, (builder): JsonObject => {
    const range = builder['temporary_security_group_source_cidr'];
    if (typeof range !== 'string') return builder;
    return {
      ...without(builder, 'temporary_security_group_source_cidr'),
      temporary_security_group_source_cidrs: [range],
    };
  }),
};

export const amazonSpotPrice: Fixer = {
  name: 'spot-price-auto-product',
  synopsis: 'Removes the deprecated "spot_price_auto_product" setting from Amazon builder templates',
  fix: inBuilders(/^amazon-(ebs|ebssurrogate|ebsvolume|instance)$/, remove('spot_price_auto_product')),
};
