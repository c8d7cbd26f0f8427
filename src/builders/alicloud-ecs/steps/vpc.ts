import { type EcsScope, ecsResource, ecsStep, removing, temporary } from '../environment.ts';
import { joinNetwork, leftToOthers, stillThere, undoJoined } from '../network/network-use.ts';
import { classicGroup, noSuchThing } from '../words.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.vpcs,
  spec: ({ env: { config } }, _have: object) => ({
    name: config.vpc_name,
    cidrBlock: config.vpc_cidr_block,
    ...temporary(config),
  }),
  ready: (vpc) => vpc.status === 'Available',
  state: (vpc) => vpc.status,
  expect: 3000,
  making: () => 'Creating vpc...',
  made: (vpc) => `Created vpc: ${vpc.id}`,
  removing: removing('VPC'),
  fact: (vpc) => ({ id: vpc.id, cidrBlock: vpc.cidrBlock, temporary: true }),
});

/** The network: given, or told by a given vSwitch or security group, or temporary. */
export const vpc = ecsStep({
  name: 'vpc',
  needs: ['preflight', 'sourceImage', 'zone'],
  plan({ config }) {
    const given = [config.vpc_id, config.vswitch_id, config.security_group_id].find((id) => id !== '');
    if (given === undefined) return 'make a VPC';
    return given === config.vpc_id ? `use the VPC ${given}` : `use the VPC of ${given}`;
  },
  async run(scope, have) {
    const id = await givenVpc(scope);
    if (id === '')
      return (
        (await joinNetwork(scope, have.zone)) ?? scope.env.network.making('vpc', () => flow.run(scope, have))
      );
    const found = await scope.env.cloud.vpcs.read(id, scope.signal);
    if (found === undefined) throw noSuchThing('vpc', id);
    scope.emit({
      type: 'resource',
      step: scope.step,
      state: 'found',
      noun: 'VPC',
      id,
      region: scope.env.cloud.region,
    });
    return { id, cidrBlock: found.cidrBlock, temporary: false };
  },
  async check(scope, fact) {
    if (scope.env.network.passedTo !== undefined) return false;
    return fact.joined === undefined ? flow.check(scope) : stillThere(scope, fact.joined);
  },
  async undo(scope, have) {
    if (scope.env.network.joined) return undoJoined(scope);
    if (!(await leftToOthers(scope))) await flow.undo(scope, have);
  },
});

async function givenVpc({ env: { config, cloud }, signal }: EcsScope): Promise<string> {
  const { vpc_id, vswitch_id, security_group_id } = config;
  if (vpc_id !== '') return vpc_id;
  if (vswitch_id !== '') {
    const found = await cloud.vSwitches.read(vswitch_id, signal);
    if (found === undefined) throw noSuchThing('vswitch', vswitch_id);
    return found.vpcId;
  }
  if (security_group_id === '') return '';
  const group = await cloud.securityGroups.read(security_group_id, signal);
  if (group === undefined) throw noSuchThing('security group', security_group_id);
  if (group.vpcId === '') throw classicGroup(security_group_id);
  return group.vpcId;
}
