import type { Accounts, Identity } from './accounts.ts';
import { isSession } from './accounts.ts';
import { ApiError } from './action.ts';
import type { ApiRequest } from './request.ts';
import type { Claim } from './signature.ts';
import { readClaim, verifySignature } from './signature.ts';

/** How far a client's clock may be off, in milliseconds: the service allows 15 minutes. */
const clockTolerance = 15 * 60 * 1000;

/** Checks signatures; remembers nonces while a replay could still pass as fresh. */
interface Authenticator {
  authenticate(request: ApiRequest): Identity;
}

/** An authenticator over these accounts. `now` gives the time that timestamps and expiries are held against. */
export function createAuthenticator(accounts: Accounts, now: () => number = Date.now): Authenticator {
  const nonces = new Map<string, number>();
  return {
    authenticate(request) {
      const claim = readClaim(request);
      const identity = identify(accounts, claim, now());
      verifySignature(claim, identity.accessKeySecret);
      useNonce(nonces, claim, now());
      return identity;
    },
  };
}

function identify(accounts: Accounts, claim: Claim, now: number): Identity {
  if (Math.abs(now - claim.time) > clockTolerance) {
    throw new ApiError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  }
  const identity = accounts.find(claim.accessKeyId);
  if (identity === undefined) {
    throw new ApiError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  }
  if (identity.disabled) {
    throw new ApiError(403, 'Forbidden.AccessKeyDisabled', 'The specified access key is disabled.');
  }
  checkToken(accounts, identity, claim.securityToken, now);
  return identity;
}

function checkToken(accounts: Accounts, identity: Identity, token: string | undefined, now: number): void {
  if (!isSession(identity)) {
    if (token !== undefined) throw tokenError(accounts, token);
    return;
  }
  if (token === undefined) {
    throw new ApiError(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.');
  }
  if (token !== identity.securityToken) throw tokenError(accounts, token);
  if (now >= identity.expires) {
    throw new ApiError(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
  }
}

/** A token somebody else holds is a mismatch; one that was never given out is malformed. */
function tokenError(accounts: Accounts, token: string): ApiError {
  const known = accounts.sessions().some((session) => session.securityToken === token);
  return known
    ? new ApiError(
        400,
        'InvalidSecurityToken.MismatchWithAccessKey',
        'Specified SecurityToken mismatch with the AccessKey.',
      )
    : new ApiError(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');
}

function useNonce(nonces: Map<string, number>, claim: Claim, now: number): void {
  // Insertion order is time order, so the old ones stand in front.
  for (const [key, used] of nonces) {
    if (now - used <= 2 * clockTolerance) break;
    nonces.delete(key);
  }
  const key = `${claim.accessKeyId} ${claim.nonce}`;
  if (nonces.has(key)) {
    throw new ApiError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
  }
  nonces.set(key, now);
}
