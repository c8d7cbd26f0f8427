import { createHash } from 'node:crypto';
import type { Action, Call } from './action.ts';
import { ApiError } from './action.ts';
import type { SignedCall } from './action-table.ts';

/** An answer kept under its ClientToken. Plain JSON: it is part of the stored state. */
export interface RememberedAnswer {
  readonly key: string;
  readonly digest: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The answers given under a ClientToken, per account, region and action. */
export interface Tokens {
  /** Runs `effect` unless the call's token was used before; then gives the same answer, or the action's mismatch error. */
  once(action: Pick<Action, 'clientToken'>, call: TokenCall, effect: () => Fields): Fields;
  /** Forgets the call's token, as the service does after some time: the same token then has a second effect. */
  forget(call: TokenCall): void;
  /** Notes that a call was refused; with `remembersRefusals` its token keeps that answer. */
  refuse(call: TokenCall, refusal: ApiError): void;
  /** The refusal that the call's token keeps. */
  refusalOf(call: TokenCall): ApiError | undefined;
  all(): readonly RememberedAnswer[];
}

/** Counted by the region asked for: the one found could be another after the call's effect. */
type TokenCall = Call & Pick<SignedCall, 'askedRegion'>;

type Fields = Readonly<Record<string, unknown>>;

/** Tokens, beginning with those of an earlier run. A refused call leaves its token unused, unless refusals are remembered. */
export function createTokens(
  earlier: readonly RememberedAnswer[] = [],
  { remembersRefusals = false }: { readonly remembersRefusals?: boolean } = {},
): Tokens {
  const refusals = new Map<string, ApiError>();
  const byKey = new Map(earlier.map((answer) => [answer.key, answer]));
  return {
    once(action, call, effect) {
      const mismatch = action.clientToken;
      const token = call.params.get('ClientToken');
      if (mismatch === undefined || !token) return effect();
      checkToken(token);
      const key = keyOf(call);
      const digest = digestOf(call.params);
      const earlierAnswer = byKey.get(key);
      if (earlierAnswer === undefined) {
        const fields = effect();
        byKey.set(key, { key, digest, fields });
        return fields;
      }
      if (earlierAnswer.digest === digest) return earlierAnswer.fields;
      throw new ApiError(
        mismatch.status,
        mismatch.code,
        'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
      );
    },
    forget: (call) => void byKey.delete(keyOf(call)),
    refuse: (call, refusal) => {
      if (remembersRefusals && call.params.has('ClientToken')) refusals.set(keyOf(call), refusal);
    },
    refusalOf: (call) => refusals.get(keyOf(call)),
    all: () => [...byKey.values()],
  };
}

function checkToken(token: string): void {
  if (/^[\x20-\x7e]{1,64}$/.test(token)) return;
  throw new ApiError(
    400,
    'InvalidClientToken.ValueNotSupported',
    'The ClientToken provided is invalid: at most 64 ASCII characters are allowed.',
  );
}

function keyOf(call: TokenCall): string {
  return [call.accountId, call.askedRegion, call.product, call.action, call.params.get('ClientToken')].join(
    ' ',
  );
}

function digestOf(params: ReadonlyMap<string, string>): string {
  const sorted = [...params].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}
