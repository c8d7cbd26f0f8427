import { AwsV4Signer } from 'aws4fetch';
import pRetry from 'p-retry';
import type { EnvironmentVariables } from '../../http/proxy.ts';
import { ask, silence } from '../ask.ts';
import { withBundle } from '../tls-files.ts';
import { awsRefused, awsUnreachable } from '../words.ts';
import type { AwsKeys } from './keys.ts';

/** One call of an AWS service. */
interface AwsCall {
  /** `secretsmanager` or `sts`. */
  readonly service: string;
  readonly endpoint: string;
  readonly region: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Unset: the call needs no signature. */
  readonly keys?: AwsKeys;
}

export interface AwsAnswer {
  readonly status: number;
  readonly requestId: string;
  readonly text: string;
}

const retries = 3;

/** Sends a signed call; a service that is busy, failing or silent is asked again. */
export async function callAws(call: AwsCall, env: EnvironmentVariables): Promise<AwsAnswer> {
  const tls = withBundle(env['AWS_CA_BUNDLE'], awsRefused);
  return pRetry(
    async (attempt) => {
      const answer = await once(call, env, tls);
      const busy = answer.status >= 500 || /Throttling|TooManyRequests|RequestLimit/.test(answer.text);
      if (answer.status >= 400 && busy && attempt <= retries) throw awsRefused(`HTTP ${answer.status}`);
      return answer;
    },
    { retries, minTimeout: 100, maxTimeout: 2000 },
  );
}

async function once(
  call: AwsCall,
  env: EnvironmentVariables,
  tls: ReturnType<typeof withBundle>,
): Promise<AwsAnswer> {
  const url = new URL(call.endpoint);
  const headers = await signed(call);
  const question = { method: 'POST', url, headers, body: call.body, tls, timeout: 30_000 } as const;
  const answer = await ask(question, env).catch((error: unknown) => {
    throw awsUnreachable(silence(question, error));
  });
  const requestId = answer.headers['x-amzn-requestid'];
  return { status: answer.status, requestId: String(requestId ?? ''), text: answer.text };
}

async function signed({ service, endpoint, region, headers, body, keys }: AwsCall) {
  if (keys === undefined) return headers;
  const request = { method: 'POST', url: endpoint, headers, body, service, region, allHeaders: true };
  const { headers: all } = await new AwsV4Signer({ ...request, ...keys }).sign();
  return Object.fromEntries(all);
}

/** Where a service is: as the environment says, for it alone or for all, else as the profile says, else in the region. */
export function endpointOf(
  service: 'SECRETS_MANAGER' | 'STS',
  {
    region,
    profile,
    env,
  }: { region: string; profile: ReadonlyMap<string, string>; env: EnvironmentVariables },
): string {
  const given = env[`AWS_ENDPOINT_URL_${service}`] || env['AWS_ENDPOINT_URL'] || profile.get('endpoint_url');
  if (given) return given.replace(/\/*$/, '/');
  const name = service === 'STS' ? 'sts' : 'secretsmanager';
  return `https://${name}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
}
