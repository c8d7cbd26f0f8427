import ssh from 'ssh2';
import { describe, expect, test } from 'vitest';
import { alibabaCloud } from '../../../src/cloud/alibaba/alibaba-cloud.ts';
import { Keys } from '../../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../../src/cloud/alibaba/credentials/static-keys.ts';
import { startEmulator } from '../../../src/emulator/emulator.ts';
import { failedCalls } from '../../emulator/calls.ts';
import { never } from './account.ts';
import {
  expectOfficialNames,
  instanceSpec,
  markOf,
  network,
  owned,
  type Stage,
  seen,
  stage,
} from './stage.ts';

const { public: publicKey } = ssh.utils.generateKeyPairSync('rsa', { bits: 2048, comment: 'test' });

async function running({ cloud }: Stage, count: number): Promise<readonly string[]> {
  const place = await network(cloud);
  const ids = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      cloud.instances.create(instanceSpec(place), markOf(`instance-${index}`), never),
    ),
  );
  for (const id of ids) await seen(cloud.instances, id, 'Running');
  return ids;
}

const idsOf = (params: Readonly<Record<string, string>>) =>
  Object.entries(params).flatMap(([name, value]) => (name.startsWith('InstanceId.') ? [value] : []));

describe('changes that wait for their turn at the same time', () => {
  test('go out in one call: stopping and removing instances, removing key pairs', async () => {
    await using at = await stage();
    const { cloud } = at;
    const ids = await running(at, 3);
    await Promise.all(ids.map((id) => cloud.instances.stop(id, false, never)));
    expect(at.calls('StopInstances').map(idsOf)).toEqual([ids]);
    expect(at.calls('StopInstances')[0]).toMatchObject({ StoppedMode: 'KeepCharging' });
    for (const id of ids) await seen(cloud.instances, id, 'Stopped');
    await Promise.all(ids.map((id) => cloud.instances.remove(id, never)));
    expect(at.calls('DeleteInstances').map(idsOf)).toEqual([ids]);
    expect([at.calls('StopInstance'), at.calls('DeleteInstance')]).toEqual([[], []]);
    const names = ['pair-1', 'pair-2'];
    await Promise.all(
      names.map((name) => cloud.keyPairs.create({ ...owned, name, publicKey }, markOf(name), never)),
    );
    await Promise.all(names.map((name) => cloud.keyPairs.remove(name, never)));
    expect(at.calls('DeleteKeyPairs').map(({ KeyPairNames }) => KeyPairNames)).toEqual([
      JSON.stringify(names),
    ]);
    expectOfficialNames(at.emulator);
  });

  test('are the usual call for one thing alone', async () => {
    await using at = await stage();
    const [id = ''] = await running(at, 1);
    await at.cloud.instances.stop(id, false, never);
    await seen(at.cloud.instances, id, 'Stopped');
    await at.cloud.instances.remove(id, never);
    expect([at.calls('StopInstance').length, at.calls('DeleteInstance').length]).toEqual([1, 1]);
    expect([at.calls('StopInstances'), at.calls('DeleteInstances')]).toEqual([[], []]);
  });

  test('fail for the one that is to blame alone', async () => {
    await using at = await stage();
    const [first = '', second = ''] = await running(at, 2);
    const { instances } = at.cloud;
    const stops = await Promise.allSettled(
      [first, 'i-missing', second].map((id) => instances.stop(id, false, never)),
    );
    expect(stops.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(stops[1]).toMatchObject({ reason: { code: 'cloud-missing' } });
    // Gone already is success, for one as for many.
    await Promise.all([first, 'i-missing', second].map((id) => instances.remove(id, never)));
    await expect.poll(() => instances.read(first, never)).toBeUndefined();
  });

  test('succeed although an answer is lost, or the keys are not allowed to do it together', async () => {
    for (const fault of [{ reset: 'after' }, { code: 'Forbidden.RAM', status: 403 }] as const) {
      await using at = await stage({ faults: [{ action: 'DeleteInstances', nth: 1, ...fault }] });
      const ids = await running(at, 2);
      await Promise.all(ids.map((id) => at.cloud.instances.remove(id, never)));
      for (const id of ids) await expect.poll(() => at.cloud.instances.read(id, never)).toBeUndefined();
    }
  });

  test('let one go that gives up', async () => {
    await using at = await stage();
    const [first = '', second = ''] = await running(at, 2);
    const leaving = new AbortController();
    const left = at.cloud.instances.stop(first, false, leaving.signal);
    const stopped = at.cloud.instances.stop(second, false, never);
    leaving.abort(new Error('gave up'));
    await expect(left).rejects.toThrow('gave up');
    await stopped;
    expect((await seen(at.cloud.instances, first, 'Running')).status).toBe('Running');
  });
});

test('an action with a limit of its own is refused a few times, and holds up no other', async () => {
  await using emulator = await startEmulator({
    guests: 'none',
    throttle: { actions: { DescribeKeyPairs: 3 } },
  });
  const credentials = staticKeys(new Keys(emulator.accessKeyId, emulator.accessKeySecret), 'the emulator');
  const cloud = alibabaCloud({ region: 'cn-hangzhou', credentials, endpointUrl: emulator.url });
  const ended: string[] = [];
  const tags = { team: 'images' };
  await Promise.all([
    ...Array.from({ length: 9 }, () => cloud.keyPairs.find(tags, never).then(() => ended.push('slow'))),
    ...Array.from({ length: 20 }, () => cloud.vpcs.find(tags, never).then(() => ended.push('free'))),
  ]);
  await cloud.close();
  expect(ended.lastIndexOf('free')).toBeLessThan(ended.lastIndexOf('slow'));
  expect(ended.slice(-3)).toEqual(['slow', 'slow', 'slow']);
  expect(failedCalls(emulator.record).map(({ action }) => action)).toEqual(
    failedCalls(emulator.record).map(() => 'DescribeKeyPairs'),
  );
  expect(failedCalls(emulator.record).length).toBeLessThan(12);
});
