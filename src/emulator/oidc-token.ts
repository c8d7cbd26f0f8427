import { ApiError } from './action.ts';

/** Checks the form, provider and date of an OIDC token; whose signature it carries is not looked at. */
export function checkOidcToken(params: ReadonlyMap<string, string>, now: number) {
  if (!/^acs:ram::\d+:oidc-provider\/[\w.-]+$/.test(params.get('OIDCProviderArn') ?? ''))
    throw new ApiError(400, 'InvalidParameter.OIDCProviderArn', 'The OIDCProviderArn is wrongly formed.');
  const claims = claimsOf(params.get('OIDCToken') ?? '');
  if (claims === undefined)
    throw new ApiError(400, 'AuthenticationFail.OIDCToken.Invalid', 'This JWT token is illegal.');
  if (typeof claims['exp'] === 'number' && claims['exp'] * 1000 <= now)
    throw new ApiError(400, 'AuthenticationFail.OIDCToken.Expired', 'This JWT token is expired.');
  const text = (name: string) => String(claims[name] ?? '');
  return { Subject: text('sub'), Issuer: text('iss'), ClientIds: text('aud') };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload = '', signature] = token.split('.');
  if (signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}
