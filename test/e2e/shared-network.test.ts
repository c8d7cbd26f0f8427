import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/template/model/template.ts';
import { type BuildOptions, type Rig, rig } from './rig.ts';

const REMOVAL = ['DeleteSecurityGroup', 'DeleteVSwitch', 'DeleteVpc'] as const;

/** Builds `count` images side by side; the names differ, and what `changes` says of each. */
function builds(
  it: Rig,
  count: number,
  changes: (index: number) => JsonObject = () => ({}),
  how: (index: number) => BuildOptions = () => ({}),
) {
  return Promise.allSettled(
    Array.from({ length: count }, (_, index) =>
      it.build(
        { image_name: `image_${index}`, communicator: 'none', ...changes(index) },
        { sideBySide: true, ...how(index) },
      ),
    ),
  );
}

const outcomes = (results: readonly PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);
const count = (it: Rig, action: string) => it.sent(action).length;
const counts = (it: Rig, actions: readonly string[]) => actions.map((action) => count(it, action));
const images = (number: number) => [
  ...Array.from({ length: number }, () => 'image cn-hangzhou'),
  ...Array.from({ length: number }, () => 'snapshot cn-hangzhou'),
];

function journal(it: Rig, run: string): readonly Readonly<Record<string, unknown>>[] {
  return readFileSync(join(it.folder, run, 'journal.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('builds of one process that need a temporary network', () => {
  test('share one, which goes with the last of them', async () => {
    await using it = await rig();
    const results = await builds(it, 5);
    expect(outcomes(results)).toEqual(Array(5).fill('fulfilled'));
    expect(counts(it, ['CreateVpc', 'CreateVSwitch', 'CreateSecurityGroup'])).toEqual([1, 1, 1]);
    expect(counts(it, REMOVAL)).toEqual([1, 1, 1]);
    expect(new Set(it.sent('RunInstances').map(({ VSwitchId }) => VSwitchId)).size).toBe(1);
    expect(it.left()).toEqual(images(5));
  });

  test('tell the truth in their journals: who holds it, and to whom it was left', async () => {
    await using it = await rig();
    await builds(it, 2);
    const runs = ['run1', 'run2'].map((run) => journal(it, run));
    const shared = runs.filter((lines) => lines.some(({ type }) => type === 'shared'));
    expect(shared.length).toBe(1);
    const held = runs.flatMap((lines) => lines.filter(({ of }) => of !== undefined));
    expect(held.map(({ key }) => key)).toEqual(['securityGroup', 'vSwitch', '']);
    const passed = runs.flatMap((lines) => lines.filter(({ type }) => type === 'passed'));
    expect(passed.length).toBe(1);
    const states = it.events.flatMap((event) =>
      event.type === 'resource' && event.noun === 'VPC' ? [event.state] : [],
    );
    expect(states).toEqual(['created', 'joined', 'passed', 'removed']);
  });

  test('do not share where it would look different', async () => {
    await using it = await rig();
    const differences: readonly JsonObject[] = [
      {},
      { vpc_name: 'other' },
      { run_tags: { team: 'blue' } },
      { zone_id: 'cn-hangzhou-i' },
      { communicator: 'ssh', security_group_source_cidr: '10.0.0.0/8', skip_create_image: true },
      { communicator: 'ssh', security_group_source_cidr: '10.1.0.0/16', skip_create_image: true },
    ];
    const until = new AbortController();
    const building = builds(
      it,
      differences.length,
      (index) => differences[index] ?? {},
      () => ({ signal: until.signal }),
    );
    await expect.poll(() => count(it, 'CreateVpc'), { timeout: 10_000 }).toBe(differences.length);
    until.abort();
    await building;
    expect(it.left().filter((thing) => thing.startsWith('VPC'))).toEqual([]);
  });

  test('outlives the failure of any one of them, the one that made it too', async () => {
    for (const nth of [1, 2, 3]) {
      await using it = await rig({ faults: [{ action: 'RunInstances', nth, code: 'InvalidParameter' }] });
      const results = await builds(it, 3);
      expect(outcomes(results).filter((status) => status === 'rejected').length).toBe(1);
      expect(counts(it, ['CreateVpc', ...REMOVAL])).toEqual([1, 1, 1, 1]);
      expect(it.left()).toEqual(images(2));
    }
  });

  test('that is cancelled while others wait for it is made by the next one', async () => {
    const cancels = [1, 2, 3].map(() => new AbortController());
    let cancelled = false;
    await using it = await rig({
      onCall({ action, params }) {
        if (action !== 'CreateVSwitch' || cancelled) return;
        cancelled = true;
        const maker = Object.values(params).find((value) => /^run\d$/.test(value)) ?? '';
        cancels[Number(maker.slice(3)) - 1]?.abort();
      },
    });
    const results = await builds(
      it,
      3,
      () => ({}),
      (index) => ({ signal: (cancels[index] ?? new AbortController()).signal }),
    );
    expect(outcomes(results).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(count(it, 'CreateVpc')).toBe(2);
    expect(it.left()).toEqual(images(2));
  });

  test('is refused to all at once when the service refuses it', async () => {
    await using it = await rig({ faults: [{ action: 'CreateVpc', code: 'QuotaExceeded.Vpc' }] });
    const results = await builds(it, 4);
    expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual(
      Array(4).fill('cloud-quota'),
    );
    expect(count(it, 'CreateVpc')).toBe(1);
    expect(it.left()).toEqual([]);
  });

  test('is held by a run that keeps everything, and goes with that one', async () => {
    await using it = await rig({ faults: [{ action: 'RunInstances', nth: 1, code: 'InvalidParameter' }] });
    const results = await builds(it, 3, undefined, () => ({ onError: 'abort' }));
    const kept = results.findIndex(({ status }) => status === 'rejected');
    expect(counts(it, REMOVAL)).toEqual([0, 0, 0]);
    expect(it.left()).toContain('VPC cn-hangzhou');
    const run = `run${kept + 1}`;
    const passed = ['run1', 'run2', 'run3'].flatMap((name) =>
      journal(it, name).filter(({ to }) => to === run),
    );
    expect(passed.length).toBeGreaterThan(0);
    expect(await it.cleanup(run, { image_name: `image_${kept}` })).toBe(true);
    expect(it.left()).toEqual(images(2));
  });

  test('stays for the other run when one of two that were kept is cleaned up, in any order', async () => {
    for (const order of [
      [1, 2],
      [2, 1],
    ]) {
      await using it = await rig({ faults: [{ action: 'RunInstances', code: 'InvalidParameter' }] });
      await builds(it, 2, undefined, () => ({ onError: 'abort' }));
      const [first, second] = order;
      const before = it.left();
      expect(await it.cleanup(`run${first}`, { image_name: 'kept' })).toBe(true);
      expect(it.left()).toEqual(before);
      expect(counts(it, REMOVAL)).toEqual([0, 0, 0]);
      expect(await it.cleanup(`run${second}`, { image_name: 'kept' })).toBe(true);
      expect(it.left()).toEqual([]);
    }
  });

  test('lets an instance go to another zone, with a vSwitch of its own in a range of its own', async () => {
    await using it = await rig({
      faults: [{ action: 'RunInstances', to: 3, code: 'OperationDenied.NoStock' }],
    });
    const results = await builds(it, 3);
    expect(outcomes(results)).toEqual(Array(3).fill('fulfilled'));
    expect(count(it, 'CreateVpc')).toBe(1);
    const blocks = it.sent('CreateVSwitch').map(({ CidrBlock }) => CidrBlock);
    expect(blocks.length).toBe(4);
    expect(new Set(blocks).size).toBe(4);
    expect(it.left()).toEqual(images(3));
  });

  test('holds as many of them as its vSwitch has addresses', async () => {
    await using it = await rig();
    const results = await builds(it, 12, () => ({ vpc_cidr_block: '192.168.0.0/28' }));
    expect(outcomes(results)).toEqual(Array(12).fill('fulfilled'));
    expect(count(it, 'CreateVpc')).toBe(2);
    expect(it.left()).toEqual(images(12));
  });
});
