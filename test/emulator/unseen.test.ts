import { expect, test } from 'vitest';
import { actions } from '../../src/emulator/actions.ts';
import { createFaults } from '../../src/emulator/faults.ts';
import { createGateway } from '../../src/emulator/gateway.ts';
import { createTokens } from '../../src/emulator/idempotency.ts';
import { readLatency } from '../../src/emulator/latency.ts';
import { createRecorder } from '../../src/emulator/record.ts';
import { createThrottle } from '../../src/emulator/throttle.ts';
import { createUnseen } from '../../src/emulator/unseen.ts';
import { createWorld } from '../../src/emulator/world.ts';
import { key } from './front.ts';

const minute = 60_000;

test('what becomes due while a thing is not found yet happens to it all the same', async () => {
  let now = Date.UTC(2026, 0, 31, 8);
  const latency = readLatency({ extends: 'instant', vpc: minute });
  const world = createWorld({ latency, accountId: key.accountId, now: () => now });
  const gateway = createGateway({
    world,
    actions,
    recorder: createRecorder(),
    tokens: createTokens(),
    throttle: createThrottle(),
    faults: createFaults([{ action: 'CreateVpc', hide: 10 * minute }], () => true),
    unseen: createUnseen(world, () => now),
    authenticate: () => key,
    onEffect: () => undefined,
  });
  const call = async (Action: string) => {
    const query = new Map(
      Object.entries({ Action, Version: '2016-04-28', RegionId: 'cn-hangzhou', Format: 'JSON' }),
    );
    const request = {
      method: 'GET',
      path: '/',
      host: 'vpc.aliyuncs.com',
      query,
      form: new Map(),
      headers: {},
      body: Buffer.of(),
    };
    const reply = await gateway(request, new AbortController().signal);
    return reply.kind === 'answer' ? reply.answer.body : reply.kind;
  };

  await call('CreateVpc');
  now += 2 * minute;
  expect(await call('DescribeVpcs')).toContain('"TotalCount":0');
  now += 10 * minute;
  expect(await call('DescribeVpcs')).toContain('"Status":"Available"');
  await world.dispose();
});
