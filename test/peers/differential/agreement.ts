import type { Pair } from './both.ts';
import { type Intended, intended } from './intended.ts';
import type { Outcome } from './outcome.ts';

/** How a call went in both tools, without what they differ in on purpose. */
export interface Verdict {
  readonly packer: Outcome;
  readonly ours: Outcome;
  /** What had to be left out for the two to be held side by side. */
  readonly differences: readonly Intended[];
}

/** Leaves out the intended differences of a call; what is left has to be equal. */
export function judge(name: string, { call, packer, ours, unordered }: Pair): Verdict {
  if (same(packer, ours)) return { packer, ours, differences: [] };
  const crashed = packer.code !== 0 && packer.code !== 1 && packer.stdout.includes('PACKER CRASH');
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
  return JSON.stringify(one) === JSON.stringify(other);
}

function sorted(outcome: Outcome): Outcome {
  return { ...outcome, stdout: outcome.stdout.split('\n').sort().join('\n') };
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
