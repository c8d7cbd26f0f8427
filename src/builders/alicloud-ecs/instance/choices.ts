import type { Zone } from '../../../cloud/port.ts';
import type { EcsConfig } from '../config.ts';
import type { EcsScope } from '../environment.ts';
import type { Choice, Facts } from '../facts.ts';

/** The instance types of a template, the one to be tried first in front. */
export function typesOf({ instance_type, instance_types }: EcsConfig): readonly string[] {
  return instance_types.length > 0 ? instance_types : [instance_type];
}

/** The zones that a template names; none: all that sell the type. */
export function zonesNamed({ zone_id, zone_ids }: EcsConfig): readonly string[] {
  if (zone_ids.length > 0) return zone_ids;
  return zone_id === '' ? [] : [zone_id];
}

/** Where one type may be tried: zones as the template orders them, those with stock before those without. */
export function placesOf(type: string, named: readonly string[], zones: readonly Zone[]): readonly Choice[] {
  const offering = zones.filter((zone) => zone.offersType);
  const inOrder =
    named.length === 0 ? offering : named.flatMap((id) => offering.find((zone) => zone.id === id) ?? []);
  const stocked = inOrder.filter((zone) => zone.inStock);
  const all =
    named.length === 0 && stocked.length > 0
      ? stocked
      : [...stocked, ...inOrder.filter((zone) => !zone.inStock)];
  return all.map(({ id }) => ({ type, zone: id }));
}

/** What can be tried: a zone for whose vSwitch the VPC has no room is left out. */
export function usable({ zone, range }: Pick<Facts, 'zone' | 'range'>): readonly Choice[] {
  return zone.choices.filter((choice) => choice.zone === zone.id || range.others[choice.zone] !== undefined);
}

/** The journal counts under this key how many choices were not available. */
export const CHOICE = 'choice';

/**
 * What this try asks for. It follows from what the journal has counted alone, so that a question whose answer was lost is
 * asked again in the same words.
 */
export function choiceOf(scope: Pick<EcsScope, 'attempt'>, have: Pick<Facts, 'zone' | 'range'>): Choice {
  const choices = usable(have);
  return choices[scope.attempt(CHOICE) % choices.length] ?? { type: '', zone: have.zone.id };
}

/** Zones that need a vSwitch besides the first one, if it comes to that. */
export function otherZones({ id, choices }: Facts['zone']): readonly string[] {
  return [...new Set(choices.map(({ zone }) => zone))].filter((zone) => zone !== id);
}
