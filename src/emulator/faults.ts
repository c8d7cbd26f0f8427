import type { Call } from './action.ts';
import { ApiError } from './action.ts';
import type { FaultRule } from './fault-rule.ts';
import { readFaultRule, readFaultRules } from './fault-rule.ts';
import type { Happening } from './happenings.ts';

/** What a fault makes of a call at one point of its way. */
export type Disturbance =
  | { readonly kind: 'error'; readonly error: ApiError }
  | { readonly kind: 'reset' }
  | { readonly kind: 'html' }
  | { readonly kind: 'truncate' };

/** What one call meets. */
export interface FaultPlan {
  /** Milliseconds. */
  readonly delay: number;
  readonly forgetToken: boolean;
  /** Milliseconds in which what the call makes is not found. */
  readonly hide: number;
  readonly happens: Readonly<Partial<Record<'before' | 'after', Happening>>>;
  readonly before: Disturbance | undefined;
  readonly after: Disturbance | undefined;
}

/** Which call a rule may be about: an API's, or one of the metadata service. */
type Called = Pick<Call, 'action'> & { readonly product: string };

/** The rules in force. */
export interface Faults {
  /** Adds a rule, checked like those of a file; its count begins now. Gives a function that takes it away again. */
  add(rule: FaultRule): () => void;
  clear(): void;
  /** Counts the call in all rules and gives the plan of the first that hits it. */
  plan(call: Called): FaultPlan;
}

const noFault: FaultPlan = {
  delay: 0,
  forgetToken: false,
  hide: 0,
  happens: {},
  before: undefined,
  after: undefined,
};

interface CountedRule {
  readonly rule: FaultRule;
  seen: number;
}

/** Rules of a parsed JSON file. `served` tells which action names exist. Throws BuildError `emulator-invalid`. */
export function createFaults(rules: unknown, served: (action: string) => boolean): Faults {
  const counted: CountedRule[] = readFaultRules(rules, served).map((rule) => ({ rule, seen: 0 }));
  return {
    add(rule) {
      const added = { rule: readFaultRule(rule, counted.length, served), seen: 0 };
      counted.push(added);
      return () => void counted.splice(counted.indexOf(added) >>> 0, 1);
    },
    clear: () => void counted.splice(0),
    plan(call) {
      const matching = counted.filter(({ rule }) => concerns(rule, call));
      for (const entry of matching) entry.seen += 1;
      const hit = matching.find(({ rule, seen }) => hits(rule, seen));
      return hit === undefined ? noFault : planOf(hit.rule);
    },
  };
}

function concerns({ action }: FaultRule, call: Called): boolean {
  return action === '*' || action === call.action || action === `${call.product}.${call.action}`;
}

function hits({ nth, from = 1, to = Number.POSITIVE_INFINITY }: FaultRule, seen: number): boolean {
  return nth === undefined ? seen >= from && seen <= to : seen === nth;
}

function planOf(rule: FaultRule): FaultPlan {
  const disturbance = disturbanceOf(rule);
  const side = rule.truncate ? 'after' : (rule.reset ?? rule.when ?? 'before');
  return {
    delay: rule.delay ?? 0,
    forgetToken: rule.forgetToken ?? false,
    hide: rule.hide ?? 0,
    happens: rule.happens === undefined ? {} : { [rule.when ?? 'before']: rule.happens },
    before: side === 'before' ? disturbance : undefined,
    after: side === 'after' ? disturbance : undefined,
  };
}

function disturbanceOf({ code, status, message, reset, html, truncate }: FaultRule): Disturbance | undefined {
  if (reset) return { kind: 'reset' };
  if (html) return { kind: 'html' };
  if (truncate) return { kind: 'truncate' };
  if (code === undefined) return undefined;
  const text = message ?? `The emulator was told to answer ${code}.`;
  return { kind: 'error', error: new ApiError(status ?? usualStatus(code), code, text) };
}

function usualStatus(code: string): number {
  if (code === 'InternalError') return 500;
  if (code.startsWith('ServiceUnavailable')) return 503;
  if (code.startsWith('Forbidden') || code.startsWith('QuotaExceed')) return 403;
  return code.includes('NotFound') || code.startsWith('EntityNotExist') ? 404 : 400;
}
