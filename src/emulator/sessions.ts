import { randomBytes } from 'node:crypto';
import type { Session } from './accounts.ts';

/** Keys for a role, valid with their token until they expire. */
export function newSession(
  session: Pick<Session, 'accountId' | 'role' | 'sessionName' | 'expires'>,
): Session {
  return {
    ...session,
    accessKeyId: `STS.${randomText(24)}`,
    accessKeySecret: randomText(44),
    securityToken: `CAIS${randomBytes(192).toString('base64')}`,
  };
}

/** A session in the words that all services give it out in. */
export function sessionAnswer(session: Session) {
  return {
    AccessKeyId: session.accessKeyId,
    AccessKeySecret: session.accessKeySecret,
    SecurityToken: session.securityToken,
    Expiration: new Date(session.expires).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}

/** Letters and digits, as access keys have. */
function randomText(length: number): string {
  return randomBytes(length * 2)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, length);
}
