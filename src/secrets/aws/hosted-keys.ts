import { readFileSync } from 'node:fs';
import type { EnvironmentVariables } from '../../http/proxy.ts';
import { reason } from '../../wire/reason.ts';
import { ask, type Question } from '../ask.ts';
import { parseJson } from '../parse-json.ts';
import { awsKeysMissing, awsRefused } from '../words.ts';
import { type AwsKeys, keysIn } from './keys.ts';

/** The keys that the place gives where this program runs: its container, or the EC2 instance. */
export async function hostedKeys(env: EnvironmentVariables): Promise<AwsKeys> {
  const uri = env['AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  const path = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'];
  const container = uri || (path && `http://169.254.170.2${path}`);
  const keys = container ? await containerKeys(container, env) : await instanceKeys(env);
  if (keys === undefined) throw awsKeysMissing([]);
  return keys;
}

async function containerKeys(address: string, env: EnvironmentVariables): Promise<AwsKeys | undefined> {
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'];
  const token = file ? readFileSync(file, 'utf8').trim() : env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const headers = { ...(token && { authorization: token }) };
  const text = await fetchText({ method: 'GET', url: new URL(address), headers }, env);
  return keysIn(parseJson(text, awsRefused));
}

/** Version 2 of the metadata service only: a token first. */
async function instanceKeys(env: EnvironmentVariables): Promise<AwsKeys | undefined> {
  if (/^true$/i.test(env['AWS_EC2_METADATA_DISABLED'] ?? ''))
    throw awsKeysMissing(['EC2 IMDS access disabled via AWS_EC2_METADATA_DISABLED env var']);
  const base = (env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || 'http://169.254.169.254').replace(/\/+$/, '');
  const ttl = { 'x-aws-ec2-metadata-token-ttl-seconds': '300' };
  const token = await fetchText(
    { method: 'PUT', url: new URL(`${base}/latest/api/token`), headers: ttl },
    env,
  );
  const headers = { 'x-aws-ec2-metadata-token': token.trim() };
  const roles = new URL(`${base}/latest/meta-data/iam/security-credentials/`);
  const role = await fetchText({ method: 'GET', url: roles, headers }, env);
  const url = new URL(encodeURIComponent(role.trim()), roles);
  return keysIn(parseJson(await fetchText({ method: 'GET', url, headers }, env), awsRefused));
}

async function fetchText(
  question: Pick<Question, 'method' | 'url' | 'headers'>,
  env: EnvironmentVariables,
): Promise<string> {
  const answer = await ask({ ...question, direct: true, timeout: 3000 }, env).catch((error: unknown) => {
    const why = reason(error);
    throw awsKeysMissing([`${question.url.host}: ${why}`]);
  });
  if (answer.status === 200) return answer.text;
  throw awsKeysMissing([`${question.url.host}: HTTP ${answer.status}`]);
}
