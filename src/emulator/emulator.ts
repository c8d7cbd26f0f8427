import { join } from 'node:path';
import type { GuestAddress, GuestFactory } from '../guests/guest.ts';
import type { AccessKey, Accounts, Identity } from './accounts.ts';
import { createAccounts, randomKey, readKeys } from './accounts.ts';
import type { ActionTable, ServedAction } from './action-table.ts';
import { servesName } from './action-table.ts';
import { actions as worldActions } from './actions.ts';
import { createAuthenticator } from './authenticate.ts';
import { type Carelessness, careless, readCarelessness } from './careless.ts';
import { readClockAhead } from './fault-rule.ts';
import type { Faults } from './faults.ts';
import { createFaults } from './faults.ts';
import { createGateway } from './gateway.ts';
import { HARSH_TARGET, harshCare, isHarsh, withHarsh } from './harsh.ts';
import { createTokens, type Tokens } from './idempotency.ts';
import { latencyProfile, paceOf, readLatency } from './latency.ts';
import type { Leftover } from './leftovers.ts';
import { leftovers } from './leftovers.ts';
import type { MetadataOptions } from './metadata.ts';
import { metadataActions, withMetadata } from './metadata.ts';
import { openContents } from './oss/contents.ts';
import { createOss, isOssAction } from './oss/oss-gateway.ts';
import type { Quotas } from './quotas.ts';
import type { CallRecord } from './record.ts';
import { createRecorder } from './record.ts';
import type { ApiRequest } from './request.ts';
import { serve } from './server.ts';
import type { StateFolder } from './state-folder.ts';
import { openStateFolder } from './state-folder.ts';
import { storedParts } from './stored-state.ts';
import type { RoleSetting } from './sts.ts';
import { stsActions } from './sts.ts';
import type { ThrottleLimits } from './throttle.ts';
import { createThrottle } from './throttle.ts';
import { createAuthority } from './tls/certificates.ts';
import { createUnseen } from './unseen.ts';
import { portUnusable } from './words.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

export interface EmulatorOptions {
  /** All that `readLatency` takes: `instant` (the default), `fast`, `realistic*0.1`, an object, a JSON file. */
  readonly latency?: unknown;
  /** What is inside the instances: an SSH server with files in memory (the default), a sandboxed real sshd, nothing. */
  readonly guests?: 'memory' | 'sandbox' | 'none';
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  /** Keeps images and everything else in this folder for the next run. */
  readonly stateFolder?: string;
  /** A list of fault rules, or an object with one under `faults`, as parsed from JSON. */
  readonly faults?: unknown;
  readonly quotas?: Partial<Quotas>;
  /** VPCs, vSwitches, security groups, snapshots and key pairs that calls name are made up when nobody has them. */
  readonly acceptIds?: boolean;
  /** Makes an authority and answers CONNECT for the names of the service with its certificates. */
  readonly tls?: boolean;
  /** Whether clients are in the VPC of every instance, so that private addresses answer them. Default true. */
  readonly insideVpc?: boolean;
  /** What is sold out although it is still offered: `ecs.g6.large`, or `ecs.g6.large@cn-hangzhou-h`. */
  readonly soldOut?: readonly string[];
  readonly throttle?: ThrottleLimits;
  /** Milliseconds that the service's clock is ahead of this machine's; a faults file may say it as well. */
  readonly clockAhead?: number;
  /** The first is the one `accessKeyId` and `accessKeySecret` tell. Default: one RAM user of one account. */
  readonly accounts?: readonly AccessKey[];
  /** RAM roles that ask something of those who assume them; all other roles ask nothing. */
  readonly roles?: readonly RoleSetting[];
  /** The instance that clients of the metadata service (`URL/latest/`) run on. Default: one without a role. */
  readonly metadata?: MetadataOptions;
  /** With false every call is taken for one of the first account. Default true. */
  readonly requireSignature?: boolean;
  /** Milliseconds that queries by tag lag behind. */
  readonly tagIndexLag?: number;
  /** By which its resources change, in milliseconds since the epoch; default: this machine's clock. */
  now?(): number;
  /** Answers like a gateway or mock that is not exact about filters and tags; a faults file may say it as well. */
  readonly careless?: Carelessness;
  /** Replaces the APIs of ECS and VPC; for tests of the front alone. */
  readonly actions?: ActionTable;
  /** Hears of each call as it is answered. */
  onCall?(call: CallRecord): void;
}

/** A running Alibaba Cloud on loopback. */
export interface Emulator extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly accountId: string;
  /** The certificate that clients by https have to trust; unset without `tls`. */
  readonly authority?: string | undefined;
  readonly world: World;
  /** All calls so far, in the order of their answers. */
  readonly record: readonly CallRecord[];
  readonly faults: Faults;
  /** How far (ms) the service's clock is ahead of this machine's; it may jump. */
  readonly clock: { ahead: number };
  /** Where an address and port of the emulated network really are; undefined where nobody answers. */
  reach(host: string, port: number): GuestAddress | undefined;
  /** Every resource there is: what builds made and have not removed. */
  leftovers(): readonly Leftover[];
  /** Ends calls, guests and timers and stores the state; nothing of it keeps the process alive after that. */
  close(): Promise<void>;
}

/** Starts an emulator. Throws BuildError `emulator-invalid` for options that make no sense or a folder it cannot use. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const keys = readKeys(options.accounts ?? [randomKey()]);
  const latency = options.latency === undefined ? latencyProfile('instant') : readLatency(options.latency);
  const folder = options.stateFolder === undefined ? undefined : await openStateFolder(options.stateFolder);
  try {
    const stored = storedParts(folder?.stored);
    const accounts = createAccounts(keys, stored.sessions);
    const exact: ActionTable = new Map<string, ServedAction>([
      ...(options.actions ?? worldActions),
      ...stsActions(accounts, options.roles),
    ]);
    const harsh = isHarsh(options.latency);
    const carelessness = options.careless ?? { ...readCarelessness(options.faults), ...(harsh && harshCare) };
    const actions = careless(exact, carelessness);
    const served = servesName(actions);
    const faults = createFaults(
      harsh ? withHarsh(options.faults) : (options.faults ?? []),
      (name) => served(name) || metadataActions.includes(name) || isOssAction(name),
    );
    const guests = await guestsOf(options.guests ?? 'memory');
    const world = createWorld({
      latency,
      accountId: keys[0].accountId,
      contents: openContents(options.stateFolder && join(options.stateFolder, 'oss')),
      ...(guests && { guests }),
      ...(stored.world && { state: stored.world }),
      ...(options.quotas && { quotas: options.quotas }),
      ...(options.now && { now: () => options.now?.() ?? Date.now() }),
      ...(options.soldOut && { soldOut: options.soldOut }),
      tagIndexLag: options.tagIndexLag ?? 0,
      insideVpc: options.insideVpc ?? true,
      onChange: () => folder?.changed(),
    });
    const tokens = createTokens(stored.tokens, carelessness);
    return await open({ options, keys, accounts, actions, faults, world, folder, tokens });
  } catch (error) {
    await folder?.release();
    throw error;
  }
}

interface Parts {
  readonly options: EmulatorOptions;
  readonly keys: readonly [AccessKey, ...AccessKey[]];
  readonly accounts: Accounts;
  readonly actions: ActionTable;
  readonly faults: Faults;
  readonly world: World;
  readonly folder: StateFolder | undefined;
  readonly tokens: Tokens;
}

async function open(parts: Parts): Promise<Emulator> {
  const { options, keys, accounts, actions, faults, world, folder, tokens } = parts;
  const clock = { ahead: options.clockAhead ?? readClockAhead(options.faults) };
  const recorder = createRecorder(options.onCall);
  folder?.keep(() => ({ world: world.state, tokens: tokens.all(), sessions: accounts.sessions() }));
  const { accessKeyId, accessKeySecret, accountId } = keys[0];
  const apis = createGateway({
    world,
    actions,
    faults,
    tokens,
    recorder,
    authenticate: authenticatorOf(options, { accounts, key: keys[0], clock }),
    throttle: createThrottle(options.throttle),
    unseen: createUnseen(world),
    acceptIds: options.acceptIds,
    onEffect: () => folder?.changed(),
  });
  const now = () => world.now();
  const metadata = { options: options.metadata ?? {}, accountId, accounts, faults, recorder, now };
  const gateway = withMetadata(apis, metadata);
  const oss = createOss({
    world,
    accounts,
    faults,
    recorder,
    now: () => Date.now() + clock.ahead,
    onEffect: () => folder?.changed(),
  });
  const port = options.port ?? 0;
  // By another clock it goes as that one does, and limits of calls are counted by the real second.
  const pace = options.now || options.throttle ? 1 : paceOf(world.latency);
  const authority = options.tls === true ? createAuthority() : undefined;
  const longestTarget = isHarsh(options.latency) ? HARSH_TARGET : undefined;
  const server = await serve(gateway, port, {
    oss,
    pace,
    longestTarget,
    authority,
    now: () => Date.now() + clock.ahead,
  }).catch(async (cause: unknown) => {
    await world.dispose();
    throw portUnusable(port, cause);
  });
  const end = async () => {
    await server.close();
    await world.dispose();
    await world.contents.close();
    await folder?.close();
  };
  let ended: Promise<void> | undefined;
  const close = () => {
    ended ??= end();
    return ended;
  };
  return {
    accessKeyId,
    accessKeySecret,
    accountId,
    authority: authority?.pem,
    world,
    faults,
    clock,
    port: server.port,
    record: recorder.calls,
    url: `http://127.0.0.1:${server.port}`,
    host: `127.0.0.1:${server.port}`,
    reach: (host, guestPort) => world.guests?.reach(host, guestPort),
    leftovers: () => leftovers(world),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function authenticatorOf(
  options: EmulatorOptions,
  { accounts, key, clock }: { accounts: Accounts; key: AccessKey; clock: Emulator['clock'] },
): (request: ApiRequest) => Identity {
  if (options.requireSignature === false) return () => key;
  return createAuthenticator(accounts, () => Date.now() + clock.ahead).authenticate;
}

async function guestsOf(kind: 'memory' | 'sandbox' | 'none'): Promise<GuestFactory | undefined> {
  if (kind === 'none') return undefined;
  const { guestFactory } = await import('../guests/factory.ts');
  return guestFactory(kind);
}
