import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { RunInstancesRequest } from '@alicloud/ecs20140526/dist/models/RunInstancesRequest.js';
import { expect, test } from 'vitest';
import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { sign } from '../../../src/cloud/alibaba/signature.ts';
import { params } from '../../../src/cloud/alibaba/wire.ts';
import { canonicalQuery } from '../../../src/wire/percent.ts';

interface Official {
  query(map: Record<string, unknown>): Record<string, string>;
  getAuthorization(request: unknown, algorithm: string, payload: string, id: string, secret: string): string;
}

// CommonJS: what `default` means in an import of it differs between the test runner and Node.
const official: Official = createRequire(import.meta.url)('@alicloud/openapi-core/dist/utils.js').default;

const fields = {
  instanceName: "名字 '()*!~+&=/?#%",
  systemDisk: { category: 'cloud_essd', size: '40' },
  dataDisk: [
    { size: 20, encrypted: 'true' },
    { snapshotId: 's-1', deleteWithInstance: false },
  ],
  tag: [
    { key: 'ecs-imagebuild:run', value: 'a b' },
    { key: 'ключ', value: '' },
  ],
  userData: 'IyEvYmluL3No+/==',
};

const headers = {
  host: 'ecs-cn-hangzhou.aliyuncs.com',
  accept: 'application/json',
  'x-acs-action': 'RunInstances',
  'x-acs-version': '2014-05-26',
  'x-acs-date': '2026-01-02T03:04:05Z',
  'x-acs-signature-nonce': 'nonce',
};

function officialAuthorization(wire: Record<string, string>, keys: Keys): string {
  const empty = createHash('sha256').update('').digest('hex');
  const token = keys.securityToken === '' ? {} : { 'x-acs-security-token': keys.securityToken };
  const request = {
    method: 'POST',
    pathname: '/',
    query: wire,
    headers: { ...headers, ...token, 'x-acs-content-sha256': empty },
  };
  return official.getAuthorization(
    request,
    'ACS3-HMAC-SHA256',
    empty,
    keys.accessKeyId,
    keys.accessKeySecret,
  );
}

test.each([
  ['permanent keys', new Keys('LTAItest', 'secret')],
  ['a security token', new Keys('STS.test', 'secret', 'token/with+odd=characters')],
])('the signature is the official one: nested values, lists, unicode and %s', (_, keys) => {
  const wire = params(RunInstancesRequest, fields);
  const signed = sign({ path: '/', params: wire, body: '', headers }, keys);
  expect(signed['authorization']).toBe(officialAuthorization({ ...wire }, keys));
});

test('parameters are flattened as the official SDK does it, empty texts left out but for values of tags', () => {
  const theirs = official.query(new RunInstancesRequest(fields).toMap());
  const filled = Object.fromEntries(
    Object.entries(theirs).filter(([name, value]) => value !== '' || name === 'Tag.2.Value'),
  );
  expect(params(RunInstancesRequest, fields)).toEqual(filled);
});

test('the query that is sent is the query that is signed', () => {
  expect(canonicalQuery(Object.entries({ b: "'()*!~+&= 名", a: '' }))).toBe(
    'a=&b=%27%28%29%2A%21~%2B%26%3D%20%E5%90%8D',
  );
});
