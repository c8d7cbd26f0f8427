/** Chance that a seed repeats. */
export interface Random {
  /** At least 0, less than `limit`. */
  below(limit: number): number;
  pick<T>(from: readonly T[]): T;
  /** True so often: 0 never, 1 always. */
  chance(probability: number): boolean;
}

/** The generator `mulberry32`: small, quick and good enough to choose mutations. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick(from) {
      const [one] = from.slice(below(from.length));
      if (one === undefined) throw new RangeError('nothing to pick from');
      return one;
    },
  };
}
