import type { EcsConfig } from '../config.ts';
import { notOneOf, onlyOneOf, onlyWith, wrongShape } from '../words.ts';

const SPOT = ['NoSpot', 'SpotAsPriceGo', 'SpotWithPriceLimit'];

/** Findings in what instance is to be had, where and at which price. */
export function choiceFindings(config: EcsConfig): readonly string[] {
  return [...types(config), ...zones(config), ...spot(config)];
}

function types({ instance_type, instance_types }: EcsConfig): readonly string[] {
  const named = [
    ...(instance_type === '' ? [] : [['instance_type', instance_type] as const]),
    ...instance_types.map((type, index) => [`instance_types[${index}]`, type] as const),
  ];
  const findings = named
    .filter(([, type]) => !/^ecs(\.[a-z0-9-]+){2,}$/.test(type))
    .map(([field, type]) => wrongShape(field, type, "a name such as 'ecs.g6.large'"));
  if (instance_type !== '' && instance_types.length > 0)
    findings.push(onlyOneOf('instance_type', 'instance_types'));
  return findings;
}

function zones({ zone_id, zone_ids, vswitch_id }: EcsConfig): readonly string[] {
  const findings: string[] = [];
  if (zone_id !== '' && zone_ids.length > 0) findings.push(onlyOneOf('zone_id', 'zone_ids'));
  if (vswitch_id !== '' && zone_ids.length > 0) findings.push(onlyOneOf('vswitch_id', 'zone_ids'));
  return findings;
}

function spot({ spot_strategy: strategy, spot_price_limit: limit }: EcsConfig): readonly string[] {
  const findings: string[] = [];
  if (strategy !== '' && !SPOT.includes(strategy)) findings.push(notOneOf('spot_strategy', strategy, SPOT));
  if (limit !== '' && !/^(?=.*[1-9])\d{1,6}(\.\d{1,3})?$/.test(limit))
    findings.push(
      wrongShape('spot_price_limit', limit, "a price above 0 with at most three decimals, such as '0.25'"),
    );
  if (limit !== '' && strategy !== 'SpotWithPriceLimit')
    findings.push(onlyWith('spot_price_limit', "spot_strategy 'SpotWithPriceLimit'"));
  if (limit === '' && strategy === 'SpotWithPriceLimit')
    findings.push(onlyWith("spot_strategy 'SpotWithPriceLimit'", 'spot_price_limit'));
  return findings;
}
