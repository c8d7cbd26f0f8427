import { noSuchThing, vSwitchElsewhere, zoneElsewhere } from '../../../errors/word/alicloud-ecs.ts';
import { ecsResource, ecsStep, removing, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.vSwitches,
  given: (env) => env.config.vswitch_id,
  missing: (id) => noSuchThing('vswitch', id),
  spec: ({ env: { config } }, { vpc, zone, range }: Pick<Facts, 'vpc' | 'zone' | 'range'>) => ({
    name: config.vswitch_name,
    vpcId: vpc.id,
    zoneId: zone.id,
    cidrBlock: range.cidrBlock,
    ...temporary(config),
  }),
  ready: (vSwitch) => vSwitch.status === 'Available',
  state: (vSwitch) => vSwitch.status,
  expect: 3000,
  making: () => 'Creating vswitch...',
  made: (vSwitch) => `Created vswitch: ${vSwitch.id}`,
  removing: removing('vSwitch'),
  fact(found, origin, { env: { config } }, { vpc }) {
    if (origin === 'given' && found.vpcId !== vpc.id) throw vSwitchElsewhere(found.id, vpc.id, found.vpcId);
    if (config.zone_id !== '' && found.zoneId !== config.zone_id)
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
  run: flow.run,
  check: flow.check,
  undo: flow.undo,
});
