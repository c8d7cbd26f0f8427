import { afterEach, describe, expect, test } from 'vitest';
import {
  type ApiCall,
  type Client,
  type ClientOptions,
  openClient,
} from '../../../src/cloud/alibaba/client.ts';
import type { BuildError } from '../../../src/errors/build-error.ts';
import { openClock } from '../../../src/wire/clock.ts';
import { skippingClock, testClock } from '../../test-clock.ts';
import { never, options } from './account.ts';
import { type Reply, refusal, type Service, serve } from './service.ts';

const opened: Client[] = [];
afterEach(async () => void (await Promise.all(opened.splice(0).map((client) => client.close()))));

function clientOf(service: Service, more: Partial<ClientOptions> = {}): Client {
  const client = openClient({ ...options(service.url), ...more });
  opened.push(client);
  return client;
}

const read: ApiCall = {
  product: 'Ecs',
  action: 'DescribeRegions',
  params: {},
  doing: 'Reading the regions',
  signal: never,
};
const bareChange: ApiCall = { ...read, action: 'StartSomething', doing: 'Starting something' };
const markedChange: ApiCall = { ...bareChange, params: { ClientToken: 'token-1' } };

const fine: Reply = { json: { RequestId: 'REQ-9', Answer: 42 } };
const first = (count: number, reply: Reply) => (_: unknown, at: number) => (at <= count ? reply : fine);

async function failure(call: Promise<unknown>): Promise<BuildError> {
  return call.then(
    () => expect.fail('it should have failed'),
    (error: unknown) => error as BuildError,
  );
}

describe('what is tried again', () => {
  test.each([
    ['throttling', refusal(400, 'Throttling.User')],
    ['an answer 503', refusal(503, 'ServiceUnavailable')],
    ['a page of a gateway', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['a connection that is reset', { cut: 'before' }],
    ['an answer that is cut off', { cut: 'inside' }],
  ] as [string, Reply][])('a read, after %s', async (_, reply) => {
    await using service = await serve(first(2, reply));
    await expect(clientOf(service).call(read)).resolves.toMatchObject({ Answer: 42 });
    expect(service.seen).toHaveLength(3);
    const nonces = service.seen.map(({ headers }) => headers['x-acs-signature-nonce']);
    expect(new Set(nonces).size).toBe(3);
  });

  test('a change with a ClientToken, with the same token', async () => {
    await using service = await serve(first(1, { cut: 'before' }));
    await clientOf(service).call(markedChange);
    expect(service.seen.map(({ params }) => params['ClientToken'])).toEqual(['token-1', 'token-1']);
  });

  test('not a change without a token, when it may have taken effect', async () => {
    await using service = await serve(first(1, { cut: 'before' }));
    const error = await failure(clientOf(service).call(bareChange));
    expect(error.code).toBe('cloud-unavailable');
    expect(service.seen).toHaveLength(1);
  });

  test('any change that was turned away: throttled, or busy', async () => {
    await using service = await serve((_, at) =>
      at === 1 ? refusal(400, 'Throttling') : at === 2 ? refusal(400, 'TaskConflict') : fine,
    );
    await clientOf(service).call(bareChange);
    expect(service.seen).toHaveLength(3);
  });

  test('any change that has never left this machine', async () => {
    const gone = await serve(() => fine);
    await gone[Symbol.asyncDispose]();
    const error = await failure(clientOf(gone, { patience: 300 }).call(bareChange));
    expect(error.code).toBe('cloud-unavailable');
    expect(error.data['tries']).toBeGreaterThan(1);
  });

  test('what is in the way for this action alone, with a new token after each refusal', async () => {
    await using service = await serve(first(2, refusal(403, 'DependencyViolation.VSwitch')));
    const removal = { ...bareChange, product: 'Vpc', action: 'DeleteVpc' } as const;
    await clientOf(service).call({ ...removal, params: { ClientToken: 'token' } });
    const tokens = service.seen.map(({ params }) => params['ClientToken']);
    expect(tokens).toEqual(['token', 'token-1', 'token-2']);
    await using other = await serve(() => refusal(403, 'DependencyViolation'));
    expect((await failure(clientOf(other).call(bareChange))).code).toBe('cloud-invalid');
  });

  test('nothing where the caller tries again by itself', async () => {
    await using service = await serve(() => refusal(403, 'IncorrectVpcStatus'));
    const removal = { ...bareChange, product: 'Vpc', action: 'DeleteVpc', impatient: true } as const;
    expect((await failure(clientOf(service).call(removal))).code).toBe('cloud-busy');
    expect(service.seen).toHaveLength(1);
  });

  test('nothing where what is asked for is so already', async () => {
    await using service = await serve(() => refusal(403, 'IncorrectInstanceStatus'));
    const stop = { ...bareChange, action: 'StopInstance', already: async () => true };
    await clientOf(service).call(stop);
    expect(service.seen).toHaveLength(1);
  });
});

test('the wish of the service how long to wait is kept', async () => {
  await using service = await serve((_, at) =>
    at === 1 ? { status: 400, json: { Code: 'Throttling' }, headers: { 'x-acs-retry-after': '300' } } : fine,
  );
  const clock = skippingClock();
  await clientOf(service, { clock, patience: 60_000 }).call(read);
  expect(clock.now()).toBeGreaterThan(290);
});

test('one deadline holds for all tries, and the error counts them', async () => {
  await using service = await serve(() => refusal(400, 'Throttling.User', 'Request was denied.'));
  const error = await failure(clientOf(service, { patience: 6000, clock: skippingClock() }).call(read));
  expect(error.code).toBe('cloud-throttled');
  expect(error.message).toMatch(
    /^Reading the regions in cn-hangzhou: Request was denied \(Throttling\.User, request id REQ-1\)\. Tried \d+ times in \d s\.$/,
  );
  expect(error.data).toMatchObject({ api: 'Throttling.User', action: 'DescribeRegions', requestId: 'REQ-1' });
});

test('an answer that does not come ends with the time for one try', async () => {
  await using service = await serve((_, at) => (at === 1 ? { silent: true } : fine));
  await clientOf(service, { timeout: 100 }).call(read);
  expect(service.seen).toHaveLength(2);
  await using mute = await serve(() => ({ silent: true }));
  const error = await failure(clientOf(mute, { timeout: 100 }).call(bareChange));
  expect(error.message).toContain('no usable answer of 127.0.0.1');
  expect(error.message).toContain('nothing came within 0 s');
});

test('a cancelled call ends at once, under way and in a wait, with the reason of the signal', async () => {
  for (const [reply, clock] of [
    [{ silent: true }, openClock()],
    [refusal(400, 'Throttling'), testClock()],
  ] as const) {
    await using service = await serve(() => reply);
    const cancel = new AbortController();
    const call = clientOf(service, { clock }).call({ ...read, signal: cancel.signal });
    const failing = expect(call).rejects.toThrow('enough');
    await expect.poll(() => service.seen.length).toBe(1);
    cancel.abort(new Error('enough'));
    await failing;
  }
});

test('a login page or a ban of a gateway is told with its status and is not asked for again', async () => {
  await using service = await serve(() => ({ status: 403, body: '<html>\n  <b>Blocked</b></html>' }));
  const error = await failure(clientOf(service).call(read));
  expect(error.code).toBe('cloud-unavailable');
  expect(error.message).toContain('HTTP 403 with "<html> <b>Blocked</b></html>", which is not JSON');
  expect(service.seen).toHaveLength(1);
});

test('nothing secret is sent in the clear or stands in an error', async () => {
  await using service = await serve(() => refusal(400, 'SignatureDoesNotMatch'));
  const error = await failure(clientOf(service).call({ ...read, params: { Password: 'hush-hush' } }));
  expect(error.code).toBe('cloud-denied');
  expect(error.hint).toContain('secret key');
  expect(JSON.stringify([error.message, error.data])).not.toMatch(/hush-hush|secret-of-the-test/);
  expect(JSON.stringify(service.seen[0]?.headers)).not.toContain('secret-of-the-test');
});

test('every call tells its region; user data of 32 KB goes through', async () => {
  await using service = await serve(() => fine);
  const userData = Buffer.alloc(32_768, 255).toString('base64');
  await clientOf(service)
    .in('cn-beijing')
    .call({ ...markedChange, params: { UserData: userData } });
  expect(service.seen[0]?.params).toEqual({ RegionId: 'cn-beijing', UserData: userData });
});

test('a cloud that says its pace is waited for at that pace; what is no pace is not heeded', async () => {
  for (const [said, pace] of [
    ['0.01', 0.01],
    ['1', 1],
    ['0', 1],
    ['-1', 1],
    ['fast', 1],
    ['100', 1],
  ] as const) {
    await using service = await serve(() => ({ ...fine, headers: { 'x-ecs-imagebuild-pace': said } }));
    const client = clientOf(service, { clock: openClock() });
    await client.call(read);
    expect([said, client.clock.pace]).toEqual([said, pace]);
  }
});
