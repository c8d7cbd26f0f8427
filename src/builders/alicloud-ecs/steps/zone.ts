import type { EcsConfig } from '../config.ts';
import { type EcsScope, ecsStep } from '../environment.ts';
import type { Choice } from '../facts.ts';
import { placesOf, typesOf, zonesNamed } from '../instance/choices.ts';
import { typeNotSold } from '../words.ts';

/** Chooses a zone that sells the instance type, one with stock before one without, and what to try after it. */
export const zone = ecsStep({
  name: 'zone',
  needs: [],
  plan: ({ config }) => {
    if (config.vswitch_id !== '') return `take the zone of ${config.vswitch_id}`;
    const named = zonesNamed(config);
    return named.length === 0
      ? `choose a zone that has ${typesOf(config).join(' or ')}`
      : `use ${named.join(' or ')}`;
  },
  async run(scope) {
    const choices = await choose(scope, scope.env.config);
    return { id: choices[0]?.zone ?? '', choices };
  },
});

async function choose({ env, signal }: EcsScope, config: EcsConfig): Promise<readonly Choice[]> {
  const [types, named] = [typesOf(config), zonesNamed(config)];
  if (config.vswitch_id !== '') return types.map((type) => ({ type, zone: config.zone_id }));
  // One type in one zone leaves nothing to choose, so nothing is asked.
  if (types.length === 1 && named.length === 1)
    return types.flatMap((type) => named.map((id) => ({ type, zone: id })));
  const found = await Promise.all(
    types.map(async (type) => ({ type, zones: await env.cloud.zones(type, signal) })),
  );
  const choices = found.flatMap(({ type, zones }) => placesOf(type, named, zones));
  if (choices.length > 0) return choices;
  const sold = new Set(found.flatMap(({ zones }) => zones.flatMap((each) => each.types)));
  throw typeNotSold(types.join(', '), [...sold].sort());
}
