import type { VSwitch } from '../../../cloud/port.ts';
import {
  type EcsScope,
  type Environment,
  ecsResource,
  ecsStep,
  removing,
  temporary,
} from '../environment.ts';
import type { Facts } from '../facts.ts';
import { leftToOthers } from '../network/network-use.ts';
import { noSuchThing, vSwitchElsewhere, zoneElsewhere } from '../words.ts';

type Need = Pick<Facts, 'vpc' | 'zone' | 'range'>;

const made = (zoneId: (have: Need) => string, cidrBlock: (have: Need) => string) => ({
  kind: (env: Environment) => env.cloud.vSwitches,
  spec: ({ env: { config } }: EcsScope, have: Need) => ({
    name: config.vswitch_name,
    vpcId: have.vpc.id,
    zoneId: zoneId(have),
    cidrBlock: cidrBlock(have),
    ...temporary(config),
  }),
  ready: (vSwitch: VSwitch) => vSwitch.status === 'Available',
  state: (vSwitch: VSwitch) => vSwitch.status,
  expect: 3000,
  making: () => 'Creating vswitch...',
  made: (vSwitch: VSwitch) => `Created vswitch: ${vSwitch.id}`,
  removing: removing('vSwitch'),
});

/** One more, for an instance that the first zone has not in stock. It belongs to the step that needs it. */
export const vSwitchIn = (zone: string) =>
  ecsResource({
    key: `vSwitch ${zone}`,
    ...made(
      () => zone,
      ({ range }) => range.others[zone] ?? '',
    ),
    fact: ({ id, zoneId }) => ({ id, zoneId }),
  });

const flow = ecsResource({
  given: (env) => env.config.vswitch_id,
  missing: (id) => noSuchThing('vswitch', id),
  ...made(
    ({ zone }) => zone.id,
    ({ range }) => range.cidrBlock,
  ),
  fact(found, origin, { env: { config } }, { vpc }) {
    if (origin === 'given' && found.vpcId !== vpc.id) throw vSwitchElsewhere(found.id, vpc.id, found.vpcId);
    if (origin === 'given' && config.zone_id !== '' && found.zoneId !== config.zone_id)
      throw zoneElsewhere(found.id, config.zone_id, found.zoneId);
    return { id: found.id, zoneId: found.zoneId };
  },
});

/** The subnet of the instance, given or temporary. */
export const vSwitch = ecsStep({
  name: 'vSwitch',
  needs: ['vpc', 'zone', 'range'],
  plan: ({ config }) =>
    config.vswitch_id === '' ? 'make a vSwitch' : `use the vSwitch ${config.vswitch_id}`,
  async run(scope, have) {
    if (have.vpc.joined !== undefined) return have.vpc.joined.vSwitch;
    return scope.env.network.making('vSwitch', () => flow.run(scope, have));
  },
  check: flow.check,
  async undo(scope, have) {
    if (!(await leftToOthers(scope))) await flow.undo(scope, have);
  },
});
