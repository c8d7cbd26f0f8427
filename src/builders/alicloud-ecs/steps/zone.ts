import { typeNotSold } from '../../../errors/word/alicloud-ecs.ts';
import { ecsStep } from '../environment.ts';

/** Chooses a zone that sells the instance type, one with stock before one without. */
export const zone = ecsStep({
  name: 'zone',
  needs: [],
  plan: ({ config }) => {
    if (config.vswitch_id !== '') return `take the zone of ${config.vswitch_id}`;
    return config.zone_id === '' ? `choose a zone that has ${config.instance_type}` : `use ${config.zone_id}`;
  },
  async run({ env: { config, cloud }, signal }) {
    if (config.vswitch_id !== '' || config.zone_id !== '') return { id: config.zone_id };
    const zones = await cloud.zones(config.instance_type, signal);
    const offering = zones.filter((each) => each.offersType);
    const chosen = offering.find((each) => each.inStock) ?? offering[0];
    if (chosen !== undefined) return { id: chosen.id };
    const types = new Set(zones.flatMap((each) => each.types));
    throw typeNotSold(config.instance_type, [...types].sort());
  },
});
