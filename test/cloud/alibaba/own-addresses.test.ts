import { writeFile } from 'node:fs/promises';
import type { NetworkInterfaceInfo } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownAddresses, ownVpc } from '../../../src/cloud/alibaba/own-addresses.ts';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { never } from './account.ts';
import { serve } from './service.ts';

const folder = temporaryFolder('product');
const productFile = join(folder, 'product_name');
await writeFile(productFile, 'Alibaba Cloud ECS\n');

const at = (...addresses: readonly string[]): NodeJS.Dict<NetworkInterfaceInfo[]> => ({
  eth0: addresses.map((address) => ({
    address,
    netmask: '255.255.255.0',
    mac: '00:00:00:00:00:01',
    internal: address.startsWith('127.'),
    family: 'IPv4' as const,
    cidr: `${address}/24`,
  })),
});
const none = { interfaces: at('10.0.0.7'), productFile: join(folder, 'none'), signal: never };

test('are those of the interfaces that the Internet can reach', async () => {
  const interfaces = at(
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '100.64.3.4',
    '169.254.1.1',
    '8.8.4.4',
    '47.1.2.3',
  );
  expect(await ownAddresses({ ...none, env: {}, interfaces })).toEqual(['8.8.4.4', '47.1.2.3']);
});

test('are not known behind NAT, and nobody is asked', async () => {
  expect(await ownAddresses({ ...none, env: {} })).toEqual([]);
});

test('are that of the EIP on an ECS instance', async () => {
  await using emulator = await startEmulator({ guests: 'none', metadata: { eip: '47.98.1.2' } });
  const env = { ECS_IMAGEBUILD_METADATA_URL: emulator.url };
  expect(await ownAddresses({ ...none, env, productFile })).toEqual(['47.98.1.2']);
  expect(emulator.record.map(({ action }) => action)).toEqual(['GetToken', 'GetAddress']);
  expect(
    await ownAddresses({
      ...none,
      env: { ...env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' },
      productFile,
    }),
  ).toEqual([]);
  expect(emulator.record).toHaveLength(2);
});

test('the VPC of this machine is known on an ECS instance alone', async () => {
  await using emulator = await startEmulator({ guests: 'none', metadata: { vpc: 'vpc-1' } });
  const env = { ECS_IMAGEBUILD_METADATA_URL: emulator.url };
  expect(await ownVpc({ ...none, env, productFile })).toBe('vpc-1');
  expect(await ownVpc({ ...none, env })).toBe('');
  const disabled = { ...env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  expect(await ownVpc({ ...none, env: disabled, productFile })).toBe('');
});

test('are what the service says that the user names', async () => {
  await using service = await serve(() => ({ body: '<html>Current IP Address: 47.1.2.3</html>' }));
  const env = { ECS_IMAGEBUILD_ADDRESS_URL: service.url };
  expect(await ownAddresses({ ...none, env })).toEqual(['47.1.2.3']);
});

test.each([
  ['HTTP 200 without an IPv4 address', 'hello'],
  ['it is no http or https URL', undefined],
])('a service that cannot tell is an error: %s', async (why, body) => {
  await using service = await serve(() => ({ body: body ?? '' }));
  const env = { ECS_IMAGEBUILD_ADDRESS_URL: body === undefined ? 'ftp://x' : service.url };
  await expect(ownAddresses({ ...none, env })).rejects.toThrow(why);
});
