import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../src/emulator/fault-rule.ts';
import { createFaults } from '../../src/emulator/faults.ts';
import { isBuildError } from '../../src/errors/build-error.ts';
import { startFront } from './front.ts';
import { callAcs3, callV1 } from './raw-client.ts';

const create = (url: string, token?: string) =>
  callV1(url, 'CreateVpc', token === undefined ? {} : { ClientToken: token });

describe('a fault', () => {
  test('answers its code before the effect, at the nth call only', async () => {
    const rule: FaultRule = { action: 'CreateVpc', nth: 2, code: 'ServiceUnavailable' };
    await using front = await startFront({ faults: [rule] });
    const got = [await create(front.url), await create(front.url), await create(front.url)];
    expect(got.map(({ status }) => status)).toEqual([200, 503, 200]);
    expect(got[1]?.json.Code).toBe('ServiceUnavailable');
    expect(front.effects).toHaveLength(2);
  });

  test('answers its code after the effect', async () => {
    const rule: FaultRule = {
      action: 'Ecs.CreateVpc',
      code: 'InternalError',
      when: 'after',
      message: 'Try later.',
    };
    await using front = await startFront({ faults: [rule] });
    const got = await create(front.url);
    expect([got.status, got.json.Message]).toEqual([500, 'Try later.']);
    expect(front.effects).toHaveLength(1);
  });

  test('hits a span of calls of any action', async () => {
    const rule: FaultRule = { action: '*', from: 2, to: 3, code: 'Throttling.User', status: 429 };
    await using front = await startFront({ faults: { faults: [rule] } });
    const statuses = [];
    for (const action of ['CreateVpc', 'DescribeVpcs', 'CreateVpc', 'DescribeVpcs']) {
      statuses.push((await callV1(front.url, action)).status);
    }
    expect(statuses).toEqual([200, 429, 429, 200]);
  });

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('resets the connection %s the effect', async (reset, effects) => {
    await using front = await startFront({ faults: [{ action: 'CreateVpc', reset }] });
    await expect(create(front.url)).rejects.toThrow('fetch failed');
    expect(front.effects).toHaveLength(effects);
    expect(front.calls[0]).toMatchObject({ action: 'CreateVpc', status: 0 });
  });

  test('answers a 502 page that is no JSON', async () => {
    await using front = await startFront({ faults: [{ action: 'CreateVpc', html: true }] });
    const got = await create(front.url);
    expect([got.status, got.headers.get('content-type'), front.effects.length]).toEqual([
      502,
      'text/html',
      0,
    ]);
    expect(got.text).toContain('<h1>502 Bad Gateway</h1>');
  });

  test('ends the connection in the middle of the answer', async () => {
    await using front = await startFront({ faults: [{ action: 'CreateVpc', truncate: true }] });
    await expect(create(front.url)).rejects.toThrow('terminated');
    expect(front.effects).toHaveLength(1);
  });

  test('delays a call, which then goes on', async () => {
    await using front = await startFront({ faults: [{ action: 'CreateVpc', delay: 50 }] });
    const begin = performance.now();
    expect((await create(front.url)).status).toBe(200);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(48);
  });

  test('forgets a token: the same call then has a second effect', async () => {
    await using front = await startFront({ faults: [{ action: 'CreateVpc', nth: 3, forgetToken: true }] });
    const ids = [];
    for (let call = 0; call < 3; call += 1) ids.push((await create(front.url, 'token')).json.VpcId);
    expect(ids).toEqual(['vpc-1', 'vpc-1', 'vpc-2']);
  });

  test('can be added and taken away while the emulator runs; its count begins then', async () => {
    await using front = await startFront();
    await create(front.url);
    const remove = front.faults.add({ action: 'CreateVpc', nth: 1, code: 'QuotaExceeded.Vpc' });
    expect((await create(front.url)).json.Code).toBe('QuotaExceeded.Vpc');
    remove();
    remove();
    front.faults.add({ action: 'CreateVpc', code: 'X' });
    front.faults.clear();
    expect((await create(front.url)).status).toBe(200);
  });

  test('ordered throttling asks for a wait as real throttling does', async () => {
    await using front = await startFront({ faults: [{ action: '*', code: 'Throttling' }] });
    expect((await create(front.url)).headers.get('x-acs-retry-after')).toBe('100');
  });

  test('does not count calls whose signature is wrong', async () => {
    await using front = await startFront({ faults: [{ action: 'CreateVpc', nth: 1, code: 'X' }] });
    await callAcs3(front.url, 'CreateVpc', {}, { key: { accessKeyId: 'nobody', accessKeySecret: '' } });
    expect((await create(front.url)).json.Code).toBe('X');
  });
});

describe('a fault file with a mistake', () => {
  test.each([
    [{}, 'Faults: faults must be a list of rules.'],
    [[{ action: '*', code: 'X' }, 7], 'Fault rule 2: it must be an object.'],
    [[{ code: 'X' }], 'Fault rule 1: the key "action" is missing.'],
    [[{ action: 'CreateVcp', code: 'X' }], 'Fault rule 1: "action": the emulator serves no "CreateVcp".'],
    [[{ action: '*', nht: 1 }], /^Fault rule 1: there is no key "nht"; the keys are action, nth, from, to/],
    [[{ action: '*', nth: 0, code: 'X' }], 'Fault rule 1: "nth" must be a whole number from 1 on, not 0.'],
    [[{ action: '*', nth: 1, to: 2, code: 'X' }], 'Fault rule 1: "nth" excludes "from" and "to".'],
    [[{ action: '*', from: 3, to: 2, code: 'X' }], 'Fault rule 1: "from" is above "to".'],
    [
      [{ action: '*', code: 'X', status: 200 }],
      /"status" must be an HTTP status from 400 to 599, not 200\.$/,
    ],
    [[{ action: '*', html: true, status: 500 }], 'Fault rule 1: "status" and "message" need "code".'],
    [[{ action: '*', code: 'X', reset: 'after' }], 'Fault rule 1: "code" excludes "reset".'],
    [[{ action: '*', reset: 'after', when: 'before' }], /"when" contradicts "reset"/],
    [[{ action: '*', truncate: true, when: 'before' }], /"truncate" happens after the effect/],
    [[{ action: '*', nth: 1 }], /it does nothing: give one of/],
    [
      [{ action: '*', happens: 'rain' }],
      /"happens" must be one of released, reclaimed, images-fail, not "rain"/,
    ],
    [
      { clockAhead: 1, faults: [{ action: '*', hide: -1, code: 'X' }] },
      /"hide" must be a number of milliseconds/,
    ],
    [[{ action: '*', delay: '5s' }], 'Fault rule 1: "delay" must be a number of milliseconds, not "5s".'],
  ])('%j', (rules, message) => {
    const read = () => createFaults(rules, (name) => name === 'CreateVpc');
    expect(read).toThrow(message);
    expect(read).toThrow(expect.toSatisfy((error: unknown) => isBuildError(error, 'emulator-invalid')));
  });
});
