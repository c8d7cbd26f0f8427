import { scryptSync, timingSafeEqual } from 'node:crypto';
import { fileErrorCode, type GuestFiles, readText, readWhole } from './files.ts';

/** A line of /etc/passwd, with the numbers of the groups it belongs to. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  readonly home: string;
  readonly shell: string;
}

/** The user of that name in /etc/passwd. */
export async function findAccount(files: GuestFiles, name: string): Promise<Account | undefined> {
  const rows = await table(files, '/etc/passwd');
  const row = rows.find((fields) => fields[0] === name);
  if (row === undefined) return undefined;
  const gid = Number(row[3]);
  const groups = (await table(files, '/etc/group'))
    .filter((fields) => (fields[3] ?? '').split(',').includes(name))
    .map((fields) => Number(fields[2]));
  return {
    name,
    uid: Number(row[2]),
    gid,
    groups: [gid, ...groups.filter((group) => group !== gid)],
    home: row[5] || '/',
    shell: row[6] || '/bin/sh',
  };
}

/** Rows of a colon-separated file of /etc. */
export async function table(files: GuestFiles, path: string): Promise<readonly (readonly string[])[]> {
  const lines = (await readText(files, path)).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split(':'));
}

/** Lines that may log in as this user. One without a file of its own is let in by root's, as the cloud's image preparation does. */
export async function authorizedKeys(files: GuestFiles, account: Account): Promise<readonly string[]> {
  for (const home of [account.home, '/root']) {
    try {
      return (await readWhole(files, `${home}/.ssh/authorized_keys`)).toString('utf8').split('\n');
    } catch (error) {
      if (fileErrorCode(error) === undefined) throw error;
    }
  }
  return [];
}

const marker = '$ecs$';

/** The field that /etc/shadow keeps for a password. Our own scheme: only this emulator reads it. */
export function hashPassword(password: string, salt: string): string {
  return `${marker}${salt}$${scryptSync(password, salt, 32, { N: 1024 }).toString('base64url')}`;
}

/** Whether /etc/shadow holds this password for the user. A locked account (`!`) never matches. */
export async function passwordMatches(files: GuestFiles, name: string, password: string): Promise<boolean> {
  const row = (await table(files, '/etc/shadow')).find((fields) => fields[0] === name);
  const field = row?.[1] ?? '';
  if (!field.startsWith(marker)) return false;
  const salt = field.slice(marker.length).split('$')[0] ?? '';
  const expected = Buffer.from(field);
  const offered = Buffer.from(hashPassword(password, salt));
  return expected.length === offered.length && timingSafeEqual(expected, offered);
}

/** A line among the authorized keys that stands for every key: the key pair is one that nobody knows the public half of. */
export const ANY_KEY = 'any-key';
