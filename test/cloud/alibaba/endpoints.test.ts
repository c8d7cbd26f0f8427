import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { endpoint } from '../../../src/cloud/alibaba/endpoints.ts';

type OfficialClient = new (config: Record<string, string>) => { readonly _endpoint: string };

// CommonJS: what `default` means in an import of it differs between the test runner and Node.
const load = createRequire(import.meta.url);
const clients: Record<'Ecs' | 'Vpc' | 'Sts', OfficialClient> = {
  Ecs: load('@alicloud/ecs20140526').default,
  Vpc: load('@alicloud/vpc20160428').default,
  Sts: load('@alicloud/sts20150401').default,
};

const regions = [
  'cn-hangzhou',
  'cn-shanghai',
  'cn-beijing',
  'cn-zhangjiakou',
  'cn-huhehaote',
  'cn-wulanchabu',
  'cn-qingdao',
  'cn-shenzhen',
  'cn-heyuan',
  'cn-guangzhou',
  'cn-chengdu',
  'cn-hongkong',
  'cn-hangzhou-finance',
  'cn-shanghai-finance-1',
  'cn-shenzhen-finance-1',
  'cn-beijing-finance-1',
  'cn-north-2-gov-1',
  'ap-southeast-1',
  'ap-southeast-5',
  'ap-northeast-1',
  'ap-south-1',
  'us-west-1',
  'us-east-1',
  'eu-central-1',
  'eu-west-1',
  'me-east-1',
];

test.each(['Ecs', 'Vpc', 'Sts'] as const)('%s is found where the official SDK finds it', (product) => {
  for (const regionId of regions) {
    const official = new clients[product]({ regionId, accessKeyId: 'a', accessKeySecret: 'b' });
    expect(endpoint(product, regionId, {}).href).toBe(`https://${official._endpoint}/`);
  }
});

test('one base URL serves every product, and custom_endpoint_ecs overrides it for ECS alone', () => {
  const options = { endpointUrl: 'http://127.0.0.1:8080', customEndpointEcs: 'ecs.example.com' };
  expect(endpoint('Vpc', 'cn-hangzhou', options).href).toBe('http://127.0.0.1:8080/');
  expect(endpoint('Sts', 'cn-hangzhou', options).href).toBe('http://127.0.0.1:8080/');
  expect(endpoint('Ecs', 'cn-hangzhou', options).href).toBe('https://ecs.example.com/');
});

test.each(['http://ecs.example.com:8080/gateway', 'http://ecs.example.com:8080/gateway/?a=b'])(
  'a base URL may have a path: %s',
  (endpointUrl) => {
    expect(endpoint('Ecs', 'cn-hangzhou', { endpointUrl }).href).toBe('http://ecs.example.com:8080/gateway/');
  },
);

test('an address that is no http URL is named', () => {
  expect(() => endpoint('Ecs', 'cn-hangzhou', { endpointUrl: 'ftp://x' })).toThrow(
    'The endpoint URL "ftp://x" is not an address of the form https://HOST[:PORT].',
  );
  expect(() => endpoint('Ecs', 'cn-hangzhou', { customEndpointEcs: 'a b' })).toThrow(
    'custom_endpoint_ecs "a b"',
  );
});
