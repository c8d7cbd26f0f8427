import type { FaultRule } from '../../src/emulator/fault-rule.ts';

/** One call of the undisturbed build. */
export interface Point {
  readonly action: string;
  /** Which call to this action it is, and which of all; from 1 on. */
  readonly nth: number;
  readonly index: number;
}

/** One kind of trouble. */
export interface Fault {
  readonly name: string;
  /** At which calls it makes sense; unset: at all. */
  readonly at?: RegExp;
  rules(point: Point): readonly FaultRule[];
  /** The build has to get over it by itself. */
  readonly harmless?: true;
  /** What the error has to say otherwise. */
  readonly says?: RegExp;
  /** How far the service's clock jumps at the call, in milliseconds. */
  readonly clock?: number;
  /** How many lookups of the cloud's name fail after the call. */
  readonly lookups?: number;
  /** Builds with a role, whose keys can be renewed; or on a spot instance. */
  readonly with?: 'role' | 'spot';
  /** The build makes something of a kind once more. */
  readonly remakes?: true;
  /** The cloud does not come back, so the build is given little patience. */
  readonly forever?: true;
}

const CHANGES = /^(?!Describe|Get|List)/;
const MAKING = /^(Create|Run|Allocate|Copy|Import)/;
const one = (rule: Omit<FaultRule, 'action' | 'nth'>) => ({
  rules: ({ action, nth }: Point): readonly FaultRule[] => [{ action, nth, ...rule }],
});
/** This call and all after it. */
const lasting = (rule: Omit<FaultRule, 'action' | 'from'>) => ({
  rules: ({ index }: Point): readonly FaultRule[] => [{ action: '*', from: index, ...rule }],
});
const refusal = (code: string, status: number, says = new RegExp(code.replaceAll('.', '\\.'))) => ({
  ...one({ code, status }),
  says,
});

/** All kinds, in the order of the table. */
export const faults: readonly Fault[] = [
  { name: 'throttled, the action', ...throttling(), harmless: true },
  {
    name: 'throttled, the account',
    rules: ({ index }) => [{ action: '*', from: index, to: index + 4, code: 'Throttling.User' }],
    harmless: true,
  },
  { name: '503 before the effect', ...one({ code: 'ServiceUnavailable', status: 503 }), says: /ServiceUnav/ },
  {
    name: '500 after the effect',
    ...one({ code: 'InternalError', status: 500, when: 'after' }),
    says: /Intern/,
  },
  { name: '502 page of a proxy', ...one({ html: true }), says: /502 Bad Gateway/ },
  { name: 'answer cut in the middle', ...one({ truncate: true }), says: /no usable answer/ },
  { name: 'reset before the effect', ...one({ reset: 'before' }), says: /no usable answer/ },
  { name: 'reset after the effect', ...one({ reset: 'after' }), says: /no usable answer/ },
  { name: 'time-out, then the effect', ...one({ delay: 2200 }), says: /nothing came within/ },
  { name: 'name not found for a while', ...one({ reset: 'before' }), lookups: 2, says: /no usable answer/ },
  { name: 'clock 20 min behind from then on', rules: () => [], clock: 1_200_000, harmless: true },
  { name: 'clock 20 min ahead from then on', rules: () => [], clock: -1_200_000, harmless: true },
  { name: 'made, but not found yet', at: MAKING, ...one({ hide: 300 }), harmless: true },
  {
    name: 'not found yet, then refused',
    at: MAKING,
    rules: ({ action, nth, index }) => [
      { action, nth, hide: 300 },
      { action: '*', from: index + 1, to: index + 3, code: 'Forbidden.RAM', status: 403 },
    ],
    says: /Forbidden\.RAM/,
  },
  {
    name: 'token expired, can be renewed',
    ...one({ code: 'InvalidSecurityToken.Expired', status: 400 }),
    at: /^(?!AssumeRole)/,
    with: 'role',
    harmless: true,
  },
  {
    name: 'keys revoked from then on',
    ...lasting({ code: 'InvalidAccessKeyId.NotFound', status: 404 }),
    says: /InvalidAccessKeyId/,
  },
  { name: 'quota used up', at: MAKING, ...refusal('QuotaExceed.Resource', 403) },
  { name: 'not allowed', ...refusal('Forbidden.RAM', 403) },
  {
    name: 'sold out',
    remakes: true,
    at: /^RunInstances$/,
    ...refusal('OperationDenied.NoStock', 403, /sold out|NoStock/),
  },
  {
    name: 'instance released by somebody',
    ...one({ happens: 'released' }),
    says: /released|removed|lost|NotFound/,
  },
  {
    name: 'spot instance taken back',
    ...one({ happens: 'reclaimed' }),
    with: 'spot',
    says: /the spot instance|removed|NotFound/,
  },
  {
    name: 'images end CreateFailed',
    at: CHANGES,
    ...one({ happens: 'images-fail', when: 'after' }),
    says: /fail/i,
  },
  { name: 'cloud gone for good', forever: true, ...lasting({ reset: 'before' }), says: /no usable answer/ },
  {
    name: 'name gone for good',
    forever: true,
    ...lasting({ reset: 'before' }),
    lookups: 1e6,
    says: /no usable answer/,
  },
];

function throttling(): Pick<Fault, 'rules'> {
  return { rules: ({ action, nth }) => [{ action, from: nth, to: nth + 2, code: 'Throttling.Api' }] };
}
