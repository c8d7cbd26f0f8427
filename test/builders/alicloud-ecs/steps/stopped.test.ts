import { expect, test } from 'vitest';
import { stepRig } from './rig.ts';
import { instance } from './things.ts';

test.each([false, true])('turns the instance off, by force: %s', async (force_stop_instance) => {
  await using it = await stepRig('stopped', { force_stop_instance });
  const have = await instance(it.cloud);
  expect(await it.run(have)).toEqual({ id: have.instance.id });
  expect(it.sent('StopInstance')).toMatchObject([{ ForceStop: String(force_stop_instance) }]);
});

test('waits until somebody else has, where that is asked for', async () => {
  await using it = await stepRig('stopped', { disable_stop_instance: true });
  const have = await instance(it.cloud);
  const waiting = it.run(have);
  await expect.poll(() => it.told()).toContain(`Waiting instance stopped: ${have.instance.id}`);
  expect(it.sent('StopInstance')).toEqual([]);
  await it.cloud.instances.stop(have.instance.id, true, new AbortController().signal);
  expect(await waiting).toEqual({ id: have.instance.id });
});

test('says so when the instance is lost', async () => {
  await using it = await stepRig('stopped');
  const instance = { id: 'i-lost', privateIp: '', publicIp: '' };
  await expect(it.run({ instance })).rejects.toMatchObject({
    code: 'wait-dead',
    data: { instance: 'i-lost' },
  });
});
