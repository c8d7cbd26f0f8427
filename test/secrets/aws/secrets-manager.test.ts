import { describe, expect, test } from 'vitest';
import { told } from '../read.ts';
import { certificate, serveStore } from '../server.ts';
import { awsApi } from './aws-api.ts';

const own = {
  AWS_ACCESS_KEY_ID: 'AKIDENV',
  AWS_SECRET_ACCESS_KEY: 'env-secret',
  AWS_REGION: 'eu-west-1',
  HOME: '/nowhere',
};

describe('aws_secretsmanager', () => {
  const cases: readonly (readonly [args: readonly string[], result: string])[] = [
    [['plain'], 'hello'],
    [['plain', 'a'], 'hello'],
    [['one'], '1'],
    [['one', 'a'], '1'],
    [['one', ''], '1'],
    [['two', 'b'], '2'],
    [['two'], 'error: Secret has multiple values and no key was set'],
    [['two', 'z'], 'error: No secret found for key "z"'],
    [['number'], 'error: json: cannot unmarshal number into Go value of type string'],
    [['mixed', 'a'], 'error: json: cannot unmarshal object into Go value of type string'],
    [['list'], 'error: json: cannot unmarshal array into Go value of type map[string]string'],
    [['quoted'], 'error: json: cannot unmarshal string into Go value of type map[string]string'],
    [['nothing'], 'error: No secret found for key ""'],
    [['none'], 'error: No secret found for key ""'],
    [['empty'], ''],
    [['binary'], 'error: Secret is not string'],
    [['denied'], 'error: AccessDeniedException: no way\n\tstatus code: 400, request id: REQ-1'],
    [['missing'], "error: ResourceNotFoundException: Secrets Manager can't find the specified secret."],
    [[''], 'error: At least one secret name must be provided'],
  ];
  test.each(cases)('%o', async (args, result) => {
    await using store = await serveStore(awsApi);
    expect(await told('aws_secretsmanager', args, { ...own, AWS_ENDPOINT_URL: store.url })).toBe(result);
  });

  test('gives the whole text where it is asked to', async () => {
    await using store = await serveStore(awsApi);
    const env = {
      ...own,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: store.url,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    };
    expect(await told('aws_secretsmanager_raw', ['two'], env)).toBe('{"b":"2","a":"1"}');
  });

  test('signs with the region and is refused with a wrong key', async () => {
    await using store = await serveStore(awsApi);
    const env = { ...own, AWS_ENDPOINT_URL: store.url };
    expect(await told('aws_secretsmanager', ['whoami'], env)).toBe('AKIDENV');
    expect(store.asked[0]?.headers['authorization']).toContain('/eu-west-1/secretsmanager/aws4_request');
    expect(await told('aws_secretsmanager', ['plain'], { ...env, AWS_SECRET_ACCESS_KEY: 'wrong' })).toContain(
      'InvalidSignatureException',
    );
  });

  test('asks a failing service again, and tells what it said in the end', async () => {
    await using store = await serveStore(awsApi);
    const env = { ...own, AWS_ENDPOINT_URL: store.url };
    expect(await told('aws_secretsmanager', ['down'], env)).toBe('error: InternalServiceError: boom');
    expect(store.asked).toHaveLength(4);
  });

  test('trusts the certificates of AWS_CA_BUNDLE', async () => {
    await using store = await serveStore(awsApi, { secure: true });
    const env = { ...own, AWS_ENDPOINT_URL: store.url, AWS_CA_BUNDLE: certificate };
    expect(await told('aws_secretsmanager', ['plain'], env)).toBe('hello');
  });

  test('needs a region', async () => {
    expect(await told('aws_secretsmanager', ['plain'], { HOME: '/nowhere' })).toBe(
      'error: MissingRegion: could not find region configuration',
    );
  });
});
