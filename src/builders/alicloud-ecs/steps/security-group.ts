import type { SecurityRule } from '../../../cloud/port.ts';
import { classicGroup, groupElsewhere, noSuchThing } from '../../../errors/word/alicloud-ecs.ts';
import type { EcsConfig } from '../config.ts';
import { ecsResource, ecsStep, removing, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { guestPort } from '../guest.ts';

const EVERYWHERE = '0.0.0.0/0';

const flow = ecsResource({
  kind: (env) => env.cloud.securityGroups,
  given: (env) => env.config.security_group_id,
  missing: (id) => noSuchThing('security group', id),
  spec: ({ env: { config } }, { vpc }: Pick<Facts, 'vpc'>) => ({
    name: config.security_group_name,
    vpcId: vpc.id,
    ...temporary(config),
  }),
  ready: () => true,
  expect: 1000,
  making: () => 'Creating security group...',
  made: (group) => `Created security group: ${group.id}`,
  removing: removing('security group'),
  async fact(group, origin, scope, { vpc }) {
    const { config, cloud } = scope.env;
    if (group.vpcId === '') throw classicGroup(group.id);
    if (origin === 'given' && group.vpcId !== vpc.id) throw groupElsewhere(group.id, vpc.id, group.vpcId);
    if (origin === 'made')
      await cloud.securityGroups.authorize(
        group.id,
        rules(config),
        scope.mark(`rules ${group.id}`),
        scope.signal,
      );
    return { id: group.id };
  },
});

/** Who may talk to the instance, given or temporary: a temporary one opens the communicator's port alone. */
export const securityGroup = ecsStep({
  name: 'securityGroup',
  needs: ['vpc'],
  plan: ({ config }) =>
    config.security_group_id === ''
      ? `make a security group that lets in ${
          rules(config)
            .filter((rule) => rule.direction === 'ingress')
            .map((rule) => `${rule.protocol} ${rule.ports}`)
            .join(', ') || 'nothing'
        }`
      : `use the security group ${config.security_group_id}`,
  run: flow.run,
  check: flow.check,
  undo: flow.undo,
});

function rules(config: EcsConfig): readonly SecurityRule[] {
  const out: SecurityRule = { direction: 'egress', protocol: 'all', ports: '-1/-1', cidr: EVERYWHERE };
  const port = guestPort(config);
  if (port === 0) return [out];
  return [out, { direction: 'ingress', protocol: 'tcp', ports: `${port}/${port}`, cidr: EVERYWHERE }];
}
