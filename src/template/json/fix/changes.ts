import type { Json, JsonObject } from '../../model/template.ts';
import type { Change } from './fixer.ts';

interface Renaming {
  /** Only a value of this type moves; any other is left where it is. */
  readonly as?: 'string' | 'boolean';
  /**
   * What happens where the new key is there already: it is `replaced` (the default), or it wins over a value that could
   * have moved, or it wins whatever the old key holds.
   */
  readonly existing?: 'replaced' | 'wins' | 'wins-always';
}

/** Moves a value to a new key. */
export function rename(from: string, to: string, { as, existing = 'replaced' }: Renaming = {}): Change {
  return (settings) => {
    const value = settings[from];
    if (value === undefined) return settings;
    const taken = Object.hasOwn(settings, to);
    if (taken && existing === 'wins-always') return without(settings, from);
    if (as !== undefined && typeof value !== as) return settings;
    const rest = without(settings, from);
    return taken && existing === 'wins' ? rest : { ...rest, [to]: value };
  };
}

/** Drops a key. */
export function remove(key: string): Change {
  return (settings) => without(settings, key);
}

/** Changes the value of a key that is there. */
export function revise(key: string, change: (value: Json) => Json): Change {
  return (settings) => {
    const value = settings[key];
    return value === undefined ? settings : { ...settings, [key]: change(value) };
  };
}

/** Several changes, one after the other. */
export function all(...changes: readonly Change[]): Change {
  return (settings) => changes.reduce((before, change) => change(before), settings);
}

/** The settings without some keys. */
export function without(settings: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));
}
