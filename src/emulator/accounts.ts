import { createHash, randomBytes } from 'node:crypto';
import { accountInvalid } from './words.ts';

/** An access key of the emulated cloud and who is behind it. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** 16 digits. */
  readonly accountId: string;
  /** A RAM user of the account; the account's root user when absent. */
  readonly user?: string;
  readonly disabled?: boolean;
}

/** A key that AssumeRole gave out: valid with its token, for a time. */
export interface Session extends AccessKey {
  readonly securityToken: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  readonly role: string;
  readonly sessionName: string;
}

/** Whoever signed a call. */
export type Identity = AccessKey | Session;

/** The key that the emulator has when none is configured: a new one each time, so that nobody else can guess it. */
export function randomKey(): AccessKey {
  return {
    accessKeyId: `LTAIemulator${randomBytes(6).toString('hex')}`,
    accessKeySecret: randomBytes(20).toString('base64url'),
    accountId: EMULATED_ACCOUNT,
    user: 'emulator',
  };
}

export const EMULATED_ACCOUNT = '1000000000000001';

/** The configured keys, at least one. Throws BuildError `emulator-invalid` that names the account and field. */
export function readKeys(keys: readonly AccessKey[]): readonly [AccessKey, ...AccessKey[]] {
  for (const [index, key] of keys.entries()) {
    if (!key.accessKeyId) throw accountInvalid(index, 'the accessKeyId is missing');
    if (!key.accessKeySecret) throw accountInvalid(index, 'the accessKeySecret is missing');
    if (!/^\d{16}$/.test(key.accountId)) throw accountInvalid(index, 'the accountId must have 16 digits');
    const first = keys.findIndex(({ accessKeyId }) => accessKeyId === key.accessKeyId);
    if (first !== index) throw accountInvalid(index, `its accessKeyId is that of account ${first + 1}`);
  }
  const [first, ...rest] = keys;
  if (first === undefined) throw accountInvalid(0, 'there must be at least one');
  return [first, ...rest];
}

/** The keys the gateway knows: those configured, and the sessions made since. */
export interface Accounts {
  find(accessKeyId: string): Identity | undefined;
  knows(accountId: string): boolean;
  addSession(session: Session): void;
  sessions(): readonly Session[];
}

/** Accounts with these keys and with the sessions of an earlier run. */
export function createAccounts(keys: readonly AccessKey[], earlier: readonly Session[] = []): Accounts {
  const byId = new Map<string, Identity>([...earlier, ...keys].map((key) => [key.accessKeyId, key]));
  return {
    find: (accessKeyId) => byId.get(accessKeyId),
    knows: (accountId) => keys.some((key) => key.accountId === accountId),
    addSession: (session) => void byId.set(session.accessKeyId, session),
    sessions: () => [...byId.values()].filter(isSession),
  };
}

/** Whether the identity came from AssumeRole. */
export function isSession(identity: Identity): identity is Session {
  return 'securityToken' in identity;
}

/** An 18-digit id that is always the same for a name: roles and users have such ids. */
export function principalId(name: string): string {
  const digest = createHash('sha256').update(name).digest().readBigUInt64BE();
  return `3${(digest % 10n ** 17n).toString().padStart(17, '0')}`;
}
