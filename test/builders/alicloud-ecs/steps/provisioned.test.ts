import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { instance, stoppedInstance } from './things.ts';

test('runs the provisioners with what the builder knows of its machine', async () => {
  const seen: unknown[] = [];
  await using it = await stepRig(
    'provisioned',
    {},
    { provision: async (_comm, data) => void seen.push(data) },
  );
  const have = await instance(it.cloud);
  expect(await it.run(have)).toEqual({ done: true });
  expect(seen).toMatchObject([{ ID: have.instance.id, PackerRunUUID: 'run', ConnType: 'none' }]);
});

test('starts an instance again that was stopped for its image', async () => {
  await using it = await stepRig('provisioned');
  const running = await instance(it.cloud);
  await it.run(running);
  const { instance: machine } = await stoppedInstance(it.cloud);
  await it.run({ instance: machine });
  expect(it.sent('StartInstance')).toMatchObject([{ InstanceId: machine.id }]);
});

test('cleans the guest up after a failure alone', async () => {
  let cleaned = 0;
  const provisionCleanup = async () => {
    cleaned += 1;
  };
  await using it = await stepRig('provisioned', {}, { provisionCleanup });
  await it.run(await instance(it.cloud));
  await it.undo('cancelled');
  expect(cleaned).toBe(0);
  await it.run();
  await it.undo('failed', new Error('the script failed'));
  expect(cleaned).toBe(1);
});

test('says so when the instance was lost under the provisioners', async () => {
  await using it = await stepRig(
    'provisioned',
    {},
    { provision: () => Promise.reject(new Error('connection lost')) },
  );
  const lost = { id: 'i-lost', privateIp: '', publicIp: '' };
  await expect(it.run({ instance: lost })).rejects.toMatchObject({
    code: 'wait-dead',
    data: { instance: 'i-lost' },
  });
});
