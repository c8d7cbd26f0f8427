import type { Asked, Reply } from '../server.ts';
import { type KnownKeys, signedBy } from './signature.ts';

export const keys: KnownKeys = {
  AKIDENV: 'env-secret',
  AKIDFILE: 'file-secret',
  AKIDWORK: 'work-secret',
  AKIDROLE: 'role-secret',
  AKIDWEB: 'web-secret',
  AKIDBOX: 'box-secret',
};

/** Secrets Manager and STS behind one address; only a right signature is let in. */
export function awsApi(asked: Asked): Reply {
  return asked.headers['x-amz-target'] === 'secretsmanager.GetSecretValue' ? getSecret(asked) : sts(asked);
}

function getSecret(asked: Asked): Reply {
  const by = signedBy(asked, 'secretsmanager', keys);
  if (by === undefined) return refusal('InvalidSignatureException', 'The request signature does not match');
  const token = asked.headers['x-amz-security-token'];
  if (['AKIDROLE', 'AKIDWEB', 'AKIDBOX'].includes(by) && token !== `token-of-${by}`)
    return refusal('UnrecognizedClientException', 'The security token is invalid');
  const { SecretId } = JSON.parse(asked.body);
  if (SecretId === 'whoami') return secret(by);
  if (SecretId === 'denied') return refusal('AccessDeniedException', 'no way');
  if (SecretId === 'down') return { status: 500, body: { __type: 'InternalServiceError', message: 'boom' } };
  if (SecretId === 'broken') return { body: 'nonsense', headers: { 'x-amzn-requestid': 'REQ-1' } };
  if (SecretId === 'binary') return { body: { Name: 'binary', SecretBinary: 'aGVsbG8=' } };
  const text = texts[SecretId];
  if (text !== undefined) return secret(text);
  return refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

const texts: Readonly<Record<string, string>> = {
  plain: 'hello',
  one: '{"a":"1"}',
  two: '{"b":"2","a":"1"}',
  number: '{"a":5}',
  list: '["x"]',
  quoted: '"x"',
  nothing: 'null',
  empty: '',
  none: '{}',
  mixed: '{"a":"1","n":{"b":1}}',
};

function secret(text: string): Reply {
  return { body: { ARN: 'arn', Name: 'n', SecretString: text, VersionId: 'v' } };
}

function refusal(type: string, message: string): Reply {
  return { status: 400, headers: { 'x-amzn-requestid': 'REQ-1' }, body: { __type: type, Message: message } };
}

function sts(asked: Asked): Reply {
  const params = new URLSearchParams(asked.body);
  const action = params.get('Action') ?? '';
  const web = action === 'AssumeRoleWithWebIdentity';
  const allowed = web
    ? params.get('WebIdentityToken') === 'web-token'
    : signedBy(asked, 'sts', keys) === 'AKIDWORK';
  if (!allowed || params.get('RoleArn') !== 'arn:aws:iam::1:role/reader') {
    const text =
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>';
    return { status: 403, body: text };
  }
  return { body: granted(action, web ? 'AKIDWEB' : 'AKIDROLE') };
}

function granted(action: string, id: string): string {
  const credentials =
    `<AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${keys[id]}</SecretAccessKey>` +
    `<SessionToken>token-of-${id}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`;
  const result = `<${action}Result><Credentials>${credentials}</Credentials></${action}Result>`;
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${result}</${action}Response>`;
}
