import { Refusal } from './refusal.ts';
import { certificateHint, cloudUnreachable } from './words.ts';

/** What is known of a request that got no answer. */
interface Unanswered {
  readonly doing: string;
  readonly region: string;
  readonly action: string;
  readonly endpoint: URL;
  /** Milliseconds. */
  readonly timeout: number;
}

// Of the connection's making, so the request has not left this machine, or not as far as the service.
const neverLeft = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;
const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|ERR_SSL/;

/** A request that got no answer, with what the connection says, and whether another try is worth it. */
export function silent(call: Unanswered, cause: unknown, timedOut: boolean): Refusal {
  const { doing, region, action, endpoint } = call;
  const about = { doing, region, action, host: endpoint.host };
  const code = codeOf(cause);
  const message = cause instanceof Error ? cause.message || code : String(cause);
  const why = timedOut ? `nothing came within ${Math.round(call.timeout / 1000)} s` : message;
  const hint = certificate.test(code) ? certificateHint : undefined;
  const error = cloudUnreachable({ ...about, why, hint, cause });
  if (hint !== undefined || /Proxy response \(4/.test(message)) return new Refusal(error, 'never');
  return new Refusal(error, !timedOut && neverLeft.test(code) ? 'always' : 'repeatable');
}

/** The system's code for a failure; with several addresses of one host the errors come as an aggregate. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
