import { isBuildError } from '../../src/errors/build-error.ts';
import { differences } from '../crash/cloud-state.ts';
import type { Fault, Point } from './faults.ts';
import { failLookups } from './names.ts';
import { type Reference, type Stage, stage } from './stage.ts';

/** What is done about a build that has stopped: nothing more than it did itself, or it is taken up, or cleaned up. */
export const verbs = ['undo', 'resume', 'cleanup'] as const;
export type Verb = (typeof verbs)[number];

export type Outcome = 'succeeded' | 'undone' | 'resumed' | 'cleaned' | 'not met' | 'WRONG';

export interface Verdict {
  readonly outcome: Outcome;
  readonly wrong: readonly string[];
}

/** One build with one fault at one call. */
export async function tried(
  fault: Fault,
  point: Point,
  { verb, expected }: { verb: Verb; expected: Reference },
): Promise<Verdict> {
  let met = false;
  let last = '';
  await using on = await stage(fault, (call) => {
    last = call.action;
    met ||= strike(on, fault, { point, calls: on.cloud.emulator.record.length });
  });
  for (const rule of fault.rules(point)) on.cloud.emulator.faults.add(rule);
  const began = performance.now();
  const error: unknown = await on.build(verb === 'undo' ? 'cleanup' : 'abort').then(
    () => undefined,
    (cause: unknown) => cause ?? new Error('nothing'),
  );
  const took = performance.now() - began;
  const late = took > 60_000 ? [`it took ${Math.round(took / 1000)} s, the last call was ${last}`] : [];
  const told = error === undefined ? [] : unclear(error, fault);
  const { outcome, wrong } =
    error === undefined ? await succeeded(on, { fault, expected, met }) : await after(on, verb, expected);
  const all = [...wrong, ...told, ...late];
  return { outcome: all.length === 0 ? outcome : 'WRONG', wrong: all };
}

/** Does what rules cannot, at the call before the one that is meant; gives whether the call itself was made. */
function strike(on: Stage, fault: Fault, { point, calls }: { point: Point; calls: number }): boolean {
  const { action, nth, index } = point;
  if (calls + 1 === index || (index === 1 && calls === 1)) {
    if (fault.clock !== undefined) on.cloud.emulator.clock.ahead = fault.clock;
  }
  const reached = on.cloud.sent(action).length >= nth;
  if (reached && fault.lookups !== undefined && on.cloud.sent(action).length === nth)
    failLookups(on.host, fault.lookups);
  return reached;
}

function unclear(error: unknown, { harmless, says }: Fault): readonly string[] {
  if (!isBuildError(error)) return [`not an error of ours: ${error instanceof Error ? error.stack : error}`];
  const { code, message } = error;
  const clear =
    code !== 'internal' && message.length > 20 && !/undefined|\[object|\bat \S+:\d+/.test(message);
  return [
    ...(clear ? [] : [`not clear: ${code} ${message}`]),
    ...(harmless ? [`it should have gone on: ${code} ${message}`] : []),
    ...(says === undefined || says.test(message) ? [] : [`it does not say ${says}: ${code} ${message}`]),
  ];
}

interface Ended {
  readonly fault: Fault;
  readonly expected: Reference;
  readonly met: boolean;
}

/**
 * What a build that ran to its end must have made; one that goes on by itself makes nothing twice. What it was not
 * allowed to remove it tells, and a cleanup removes it later.
 */
async function succeeded(on: Stage, { fault, expected, met }: Ended): Promise<Verdict> {
  const ended: Outcome = met ? 'succeeded' : 'not met';
  if (on.cloud.left().length <= expected.state.left.length) {
    const found = differences(expected.state, on.state());
    return { outcome: ended, wrong: fault.remakes ? found.filter(isResult) : found };
  }
  const told = on.cloud.events.some((event) => event.type === 'resource' && event.state === 'left');
  on.cloud.emulator.faults.clear();
  failLookups(on.host, 0);
  await on.cleanup();
  const wrong = differences(expected.state, on.state()).filter(isResult);
  return { outcome: 'cleaned', wrong: told ? wrong : [...wrong, 'it did not tell what is left'] };
}

/** What had to be made anew counts twice. */
function isResult(difference: string): boolean {
  return !difference.includes('made in all');
}

async function after(on: Stage, verb: Verb, expected: Reference): Promise<Verdict> {
  const { emulator } = on.cloud;
  if (verb === 'undo' && on.cloud.left().length === 0) return { outcome: 'undone', wrong: [] };
  emulator.faults.clear();
  failLookups(on.host, 0);
  try {
    if (verb === 'resume') return { outcome: 'resumed', wrong: await resumed(on, expected) };
    const clean = await on.cleanup();
    const left = on.cloud.left();
    const wrong =
      clean === true && left.length === 0 ? [] : [`cleanup said ${clean} and left ${left.join(', ')}`];
    return { outcome: 'cleaned', wrong };
  } catch (error) {
    return { outcome: 'WRONG', wrong: [`${verb} failed: ${error instanceof Error ? error.stack : error}`] };
  }
}

async function resumed(on: Stage, expected: Reference): Promise<readonly string[]> {
  await on.resume();
  return differences(expected.state, on.state()).filter(isResult);
}
