import { type EcsScope, ecsResource, ecsStep, removing, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { leftToOthers } from '../network/network-use.ts';
import { rules } from '../network/security-rules.ts';
import { sources } from '../network/sources.ts';
import { classicGroup, groupElsewhere, noSuchThing } from '../words.ts';

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
    if (group.vpcId === '') throw classicGroup(group.id);
    if (origin === 'given' && group.vpcId !== vpc.id) throw groupElsewhere(group.id, vpc.id, group.vpcId);
    if (origin === 'given') return { id: group.id, sources: [] };
    const from = await sources(scope);
    await letIn(scope, group.id, from);
    return { id: group.id, sources: from };
  },
});

/** The sources are part of the mark: asked for anew from another place it is another question. */
async function letIn(scope: EcsScope, id: string, from: readonly string[]): Promise<void> {
  const { config, cloud } = scope.env;
  const mark = scope.mark(`rules ${id} ${from.join(' ')}`);
  await cloud.securityGroups.authorize(id, rules(config, from), mark, scope.signal);
}

/** Who may talk to the instance, given or temporary: a temporary one opens the communicator's port alone. */
export const securityGroup = ecsStep({
  name: 'securityGroup',
  needs: ['vpc'],
  plan: ({ config }) =>
    config.security_group_id === ''
      ? `make a security group that lets in ${
          rules(config, ['us'])
            .filter((rule) => rule.direction === 'ingress')
            .map((rule) => `${rule.protocol} ${rule.ports}`)
            .join(', ') || 'nothing'
        }`
      : `use the security group ${config.security_group_id}`,
  async run(scope, have) {
    if (have.vpc.joined !== undefined) return have.vpc.joined.securityGroup;
    return scope.env.network.making('securityGroup', () => flow.run(scope, have));
  },
  async check(scope, { id, sources: before }) {
    if (!(await flow.check(scope))) return false;
    if (before.length === 0) return true;
    // Whoever takes the run up may be somewhere else than who began it.
    const now = await sources(scope);
    if (now.some((source) => !before.includes(source))) await letIn(scope, id, now);
    return true;
  },
  async undo(scope, have) {
    if (!(await leftToOthers(scope))) await flow.undo(scope, have);
  },
});
