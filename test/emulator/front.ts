import type { AccessKey, Accounts, Session } from '../../src/emulator/accounts.ts';
import { createAccounts } from '../../src/emulator/accounts.ts';
import type { ActionTable, ServedAction, SignedCall } from '../../src/emulator/action-table.ts';
import { servesName } from '../../src/emulator/action-table.ts';
import { createAuthenticator } from '../../src/emulator/authenticate.ts';
import type { Faults } from '../../src/emulator/faults.ts';
import { createFaults } from '../../src/emulator/faults.ts';
import { createGateway } from '../../src/emulator/gateway.ts';
import { createTokens } from '../../src/emulator/idempotency.ts';
import { latencyProfile } from '../../src/emulator/latency.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { createRecorder } from '../../src/emulator/record.ts';
import { serve } from '../../src/emulator/server.ts';
import { stsActions } from '../../src/emulator/sts.ts';
import type { ThrottleLimits } from '../../src/emulator/throttle.ts';
import { createThrottle } from '../../src/emulator/throttle.ts';
import { createUnseen } from '../../src/emulator/unseen.ts';
import type { World } from '../../src/emulator/world.ts';

export const key: AccessKey = {
  accessKeyId: 'LTAI-test',
  accessKeySecret: 'test-secret',
  accountId: '1234567890123456',
  user: 'builder',
};

/** The HTTP front with a tiny cloud behind it: it counts key pairs, and echoes what it was asked. */
export interface Front extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  readonly calls: readonly CallRecord[];
  readonly accounts: Accounts;
  /** The calls that took effect. */
  readonly effects: readonly SignedCall[];
}

export interface FrontOptions {
  readonly faults?: unknown;
  readonly throttle?: ThrottleLimits;
  readonly apiCall?: number;
  readonly keys?: readonly AccessKey[];
  readonly sessions?: readonly Session[];
  readonly now?: () => number;
}

export async function startFront(options: FrontOptions = {}): Promise<Front> {
  const effects: SignedCall[] = [];
  const accounts = createAccounts(options.keys ?? [key], options.sessions);
  const actions = new Map([...tinyCloud(effects), ...stsActions(accounts)]);
  const faults = createFaults(options.faults ?? [], servesName(actions));
  const recorder = createRecorder();
  const world = {
    now: Date.now,
    settle: () => undefined,
    state: { version: 1, nextAddress: 0, scheduled: [], regions: {}, guestDisks: {}, buckets: {}, roles: {} },
    latency: { ...latencyProfile('instant'), apiCall: options.apiCall ?? 0 },
  } as Partial<World> as World;
  const gateway = createGateway({
    world,
    actions,
    faults,
    recorder,
    unseen: createUnseen(world),
    authenticate: createAuthenticator(accounts, options.now).authenticate,
    throttle: createThrottle(options.throttle, options.now),
    tokens: createTokens(),
    onEffect: () => undefined,
  });
  const server = await serve(gateway, 0);
  return {
    faults,
    accounts,
    effects,
    port: server.port,
    calls: recorder.calls,
    url: `http://127.0.0.1:${server.port}`,
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function tinyCloud(effects: SignedCall[]): ActionTable {
  const create = (call: SignedCall) => {
    effects.push(call);
    return { VpcId: `vpc-${effects.length}`, VRouterId: 'vrt-1', RouteTableId: 'vtb-1' };
  };
  const describe = (call: SignedCall) => {
    effects.push(call);
    const Vpc = effects.map((effect, at) => ({
      VpcId: `vpc-${at + 1}`,
      Description: effect.params.get('VpcName') ?? '',
    }));
    return { TotalCount: Vpc.length, PageNumber: 1, PageSize: 10, Vpcs: { Vpc } };
  };
  const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };
  const crash = () => {
    throw new TypeError('a mistake of the emulator');
  };
  const served: readonly ServedAction[] = ['Ecs', 'Vpc'].flatMap((product) => [
    { name: `${product}.CreateVpc`, required: ['RegionId'], handler: create, clientToken },
    { name: `${product}.DescribeVpcs`, required: ['RegionId'], handler: describe },
    { name: `${product}.TagResources`, required: ['RegionId', 'ResourceId', 'Tag'], handler: create },
    { name: `${product}.DeleteVpc`, required: ['VpcId'], handler: crash },
  ]);
  return new Map(served.map((action) => [action.name, action]));
}
