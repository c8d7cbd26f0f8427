import { type Happening, happenings } from './happenings.ts';
import { faultInvalid } from './words.ts';

/** One planned disturbance of calls that would otherwise be answered. */
export interface FaultRule {
  /** `RunInstances`, `Ecs.RunInstances`, or `*` for every action. */
  readonly action: string;
  /** The nth matching call from when the rule was added, counted from 1. Without nth, from and to: all of them. */
  readonly nth?: number;
  readonly from?: number;
  readonly to?: number;
  /** Whether the fault hits before the call takes effect (the default) or after. */
  readonly when?: 'before' | 'after';
  /** Answer this error code. */
  readonly code?: string;
  /** HTTP status of `code`: 400 unless the code is known to have another. */
  readonly status?: number;
  readonly message?: string;
  /** Reset the connection, before or after the effect. */
  readonly reset?: 'before' | 'after';
  /** Answer a 502 with an HTML page, as a broken load balancer does. */
  readonly html?: true;
  /** Answer in full after the effect, but end the connection in the middle of the body. */
  readonly truncate?: true;
  /** Wait so many milliseconds first; the call then goes on unless the rule says more. */
  readonly delay?: number;
  /** Forget the call's ClientToken first, as the service does after some time. */
  readonly forgetToken?: true;
  /** What the call makes is not found for so many milliseconds: the service is consistent only in the end. */
  readonly hide?: number;
  /** What somebody else does to the resources, before the call takes effect (the default) or after. */
  readonly happens?: Happening;
}

type Check = (value: unknown) => boolean;

const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 1;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isTrue: Check = (value) => value === true;
const isHappening: Check = (value) => typeof value === 'string' && value in happenings;
const isDuration: Check = (value) => Number.isFinite(value) && Number(value) >= 0;
const isSide: Check = (value) => value === 'before' || value === 'after';

const fields: Readonly<Record<keyof FaultRule, readonly [Check, string]>> = {
  action: [isText, 'the name of an action, or "*"'],
  nth: [isCount, 'a whole number from 1 on'],
  from: [isCount, 'a whole number from 1 on'],
  to: [isCount, 'a whole number from 1 on'],
  when: [isSide, '"before" or "after"'],
  code: [isText, 'an error code'],
  status: [
    (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) <= 599,
    'an HTTP status from 400 to 599',
  ],
  message: [isText, 'a text'],
  reset: [isSide, '"before" or "after"'],
  html: [isTrue, 'true'],
  truncate: [isTrue, 'true'],
  delay: [isDuration, 'a number of milliseconds'],
  forgetToken: [isTrue, 'true'],
  hide: [isDuration, 'a number of milliseconds'],
  happens: [isHappening, `one of ${Object.keys(happenings).join(', ')}`],
};

/**
 * Reads one rule. `index` is its place in the list, for the message; `served` tells the actions there are.
 * Throws BuildError `emulator-invalid` that names the rule and the key.
 */
export function readFaultRule(given: unknown, index: number, served: (action: string) => boolean): FaultRule {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw faultInvalid(index, 'it must be an object');
  }
  for (const [key, value] of Object.entries(given)) {
    if (!isField(key)) {
      throw faultInvalid(index, `there is no key "${key}"; the keys are ${Object.keys(fields).join(', ')}`);
    }
    const [check, expected] = fields[key];
    if (!check(value))
      throw faultInvalid(index, `"${key}" must be ${expected}, not ${JSON.stringify(value)}`);
  }
  const rule = given as FaultRule;
  const contradiction = contradictionIn(rule, served);
  if (contradiction !== undefined) throw faultInvalid(index, contradiction);
  return rule;
}

/** Reads a list of rules, or an object with one under `faults`. */
export function readFaultRules(given: unknown, served: (action: string) => boolean): readonly FaultRule[] {
  const list = typeof given === 'object' && given !== null && 'faults' in given ? given.faults : given;
  if (!Array.isArray(list)) throw faultInvalid(undefined, 'faults must be a list of rules');
  return list.map((rule, index) => readFaultRule(rule, index, served));
}

/** The key beside `faults` that sets the service's clock; 0: right. */
export function readClockAhead(given: unknown): number {
  if (typeof given !== 'object' || given === null || !('clockAhead' in given)) return 0;
  const { clockAhead } = given;
  if (typeof clockAhead === 'number' && Number.isFinite(clockAhead)) return clockAhead;
  throw faultInvalid(undefined, '"clockAhead" must be a number of milliseconds');
}

function contradictionIn(rule: FaultRule, served: (action: string) => boolean): string | undefined {
  if (rule.action === undefined) return 'the key "action" is missing';
  if (rule.action !== '*' && !served(rule.action))
    return `"action": the emulator serves no ${JSON.stringify(rule.action)}`;
  if (rule.nth !== undefined && (rule.from ?? rule.to) !== undefined) return '"nth" excludes "from" and "to"';
  if ((rule.from ?? 1) > (rule.to ?? Number.POSITIVE_INFINITY)) return '"from" is above "to"';
  const kinds = (['code', 'reset', 'html', 'truncate'] as const).filter((key) => rule[key] !== undefined);
  if (kinds.length > 1) return `"${kinds[0]}" excludes "${kinds[1]}"`;
  const others = [rule.delay, rule.forgetToken, rule.hide, rule.happens];
  if (kinds.length === 0 && others.every((value) => value === undefined)) {
    return 'it does nothing: give one of code, reset, html, truncate, delay, forgetToken, hide, happens';
  }
  if ((rule.status ?? rule.message) !== undefined && rule.code === undefined)
    return '"status" and "message" need "code"';
  if (rule.reset !== undefined && rule.when !== undefined && rule.when !== rule.reset) {
    return '"when" contradicts "reset", which says itself when';
  }
  if (rule.truncate && rule.when === 'before') return '"truncate" happens after the effect';
  return undefined;
}

function isField(key: string): key is keyof FaultRule {
  return Object.hasOwn(fields, key);
}
