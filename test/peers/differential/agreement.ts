import { isDeepStrictEqual } from 'node:util';
import type { Pair } from './both.ts';
import { type Intended, intended } from './intended.ts';
import { CRASH, USAGE } from './normalise.ts';
import { type Outcome, sorted } from './outcome.ts';

/** How a call went in both tools, without what they differ in on purpose. */
export interface Verdict {
  readonly packer: Outcome;
  readonly ours: Outcome;
  /** What had to be left out for the two to be held side by side. */
  readonly differences: readonly Intended[];
}

/** Leaves out the intended differences of a call; what is left has to be equal. */
export function judge(name: string, { call, packer, ours, unordered }: Pair): Verdict {
  if (agree(packer, ours)) return { packer, ours: packer, differences: [] };
  const crashed = packer.code !== 0 && packer.code !== 1 && packer.stdout === CRASH;
  const whole = intended.find((one) => (one.crash ? crashed : one.call?.test(`${name}: ${call}`)));
  if (whole !== undefined) {
    const said = whole.says?.test(ours.stdout) ?? true;
    return said ? { packer, ours: packer, differences: [whole] } : { packer, ours, differences: [] };
  }
  const [left, leftUsed] = without('packer', packer);
  const [right, rightUsed] = without('ours', ours);
  const order = unordered ? sorted : (outcome: Outcome) => outcome;
  return { packer: order(left), ours: order(right), differences: [...leftUsed, ...rightUsed] };
}

export function same(one: Outcome, other: Outcome): boolean {
  return isDeepStrictEqual(one, other);
}

/** Whether another answer says what this one of Packer says, which may have lost its complaint beside a usage. */
export function agree(packer: Outcome, other: Outcome): boolean {
  const lost = packer.stdout === USAGE && other.stdout.startsWith(USAGE);
  return same(packer, lost ? { ...other, stdout: USAGE } : other);
}

function without(tool: Intended['only'], outcome: Outcome): readonly [Outcome, readonly Intended[]] {
  const used: Intended[] = [];
  let { stdout } = outcome;
  for (const one of intended) {
    if (one.only !== tool || one.text === undefined) continue;
    const rest = stdout.replaceAll(one.text, '');
    if (rest !== stdout) used.push(one);
    stdout = rest;
  }
  return [{ ...outcome, stdout }, used];
}
