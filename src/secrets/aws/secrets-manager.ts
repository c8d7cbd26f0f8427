import type { EnvironmentVariables } from '../../http/proxy.ts';
import { goQuote } from '../../template/go/go-quote.ts';
import { isObject, unmarshalError } from '../../template/model/go-value.ts';
import type { Json, JsonObject } from '../../template/model/template.ts';
import { readable } from '../parse-json.ts';
import { awsRefused, awsRegionMissing, awsSecretUnreadable } from '../words.ts';
import { type AwsAnswer, callAws, endpointOf } from './call.ts';
import { findKeys } from './find-keys.ts';
import { profileName, readProfile } from './shared-config.ts';

/** One value of a secret that is an object of strings; any other text is the value itself. */
export async function readSecretKey(name: string, key: string, env: EnvironmentVariables): Promise<string> {
  const text = await readSecretString(name, env);
  const secret = readable(text);
  if (secret === undefined) return text;
  const values = stringsOf(secret);
  if (key === '' && values.size > 1)
    throw awsSecretUnreadable(
      'Secret has multiple values and no key was set',
      `Name one of them: {{aws_secretsmanager ${goQuote(name)} "KEY"}}.`,
    );
  const value = key === '' ? [...values.values()][0] : values.get(key);
  if (value === undefined) throw awsSecretUnreadable(`No secret found for key ${goQuote(key)}`);
  return value;
}

function stringsOf(secret: Json): ReadonlyMap<string, string> {
  if (secret === null) return new Map();
  if (!isObject(secret)) throw awsSecretUnreadable(unmarshalError(secret, 'map[string]string'));
  const entries = Object.entries(secret).map(([key, value]) => {
    if (value !== null && typeof value !== 'string')
      throw awsSecretUnreadable(unmarshalError(value, 'string'));
    return [key, value ?? ''] as const;
  });
  return new Map(entries);
}

/** The text of a secret in AWS Secrets Manager. */
export async function readSecretString(name: string, env: EnvironmentVariables): Promise<string> {
  if (name === '') throw awsSecretUnreadable('At least one secret name must be provided');
  const profile = readProfile(profileName(env), env);
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || profile.get('region');
  if (!region) throw awsRegionMissing();
  const context = { region, profile, env };
  const call = {
    service: 'secretsmanager',
    endpoint: endpointOf('SECRETS_MANAGER', context),
    region,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body: JSON.stringify({ SecretId: name, VersionStage: 'AWSCURRENT' }),
    keys: await findKeys(context),
  };
  return secretString(await callAws(call, env));
}

function secretString(answer: AwsAnswer): string {
  const body = readable(answer.text);
  if (answer.status !== 200) throw refusal(answer, isObject(body) ? body : {});
  if (body === undefined)
    throw awsRefused(`SerializationError: failed decoding JSON RPC response${statusLine(answer)}`);
  const text = isObject(body) ? body['SecretString'] : undefined;
  if (typeof text === 'string') return text;
  throw awsSecretUnreadable('Secret is not string');
}

/** Errors that the SDK of Packer has a type for show no status. */
const typed = new Set([
  'DecryptionFailure',
  'InternalServiceError',
  'InvalidParameterException',
  'InvalidRequestException',
  'ResourceNotFoundException',
]);

function refusal(answer: AwsAnswer, body: JsonObject) {
  const code = String(body['__type'] ?? `HTTP ${answer.status}`).replace(/^.*#/, '');
  const message = `${code}: ${String(body['Message'] ?? body['message'] ?? '')}`;
  return awsRefused(typed.has(code) ? message : message + statusLine(answer));
}

function statusLine({ status, requestId }: AwsAnswer): string {
  return `\n\tstatus code: ${status}, request id: ${requestId}`;
}
