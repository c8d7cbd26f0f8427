import { canonicalQuery } from '../../wire/percent.ts';
import type { Params } from './wire.ts';

/** Where the parameters of a call travel. */
interface Placed {
  readonly query: Params;
  /** Form-encoded; empty: all parameters are in the query. */
  readonly body: string;
}

/** Gateways answer 414 to request lines from about 8 KiB on, and some proxies sooner. */
const LONGEST_QUERY = 4096;

/** In the query as the official SDKs do, or all in the form body when the query would get long: user data, commands, policies. */
export function placed(params: Params): Placed {
  const text = canonicalQuery(Object.entries(params));
  return text.length > LONGEST_QUERY ? { query: {}, body: text } : { query: params, body: '' };
}
