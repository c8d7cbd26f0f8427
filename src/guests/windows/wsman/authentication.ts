import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Sealer } from '../../../wire/ntlm/sealer.ts';
import { type Handshake, handshake } from '../../../wire/ntlm/server.ts';
import type { WindowsMachine } from '../machine.ts';

/** What is known about one connection. */
export interface Peer {
  handshake: Handshake | undefined;
  /** Who logged in with NTLM, and the sealer of what follows. */
  user: string | undefined;
  sealer: Sealer | undefined;
}

type Verdict =
  | { readonly kind: 'welcome'; readonly user: string; readonly sealer: Sealer | undefined }
  | { readonly kind: 'refused'; readonly offers: readonly string[] };

interface Door {
  readonly machine: WindowsMachine;
  readonly secure: boolean;
}

/** Who sends this request: Basic by itself, Negotiate by what the connection has agreed on. */
export function authenticateRequest(request: IncomingMessage, peer: Peer, door: Door): Verdict {
  const { winrm } = door.machine.settings.now;
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  if (/^basic$/i.test(scheme)) {
    const user = winrm.basic && (door.secure || winrm.allowUnencrypted) ? basicUser(token, door) : undefined;
    return user === undefined ? refused(door) : { kind: 'welcome', user, sealer: undefined };
  }
  if (winrm.negotiate && /^(negotiate|ntlm)$/i.test(scheme))
    return negotiated(Buffer.from(token, 'base64'), scheme, { peer, door });
  return peer.user === undefined ? refused(door) : { kind: 'welcome', user: peer.user, sealer: peer.sealer };
}

function negotiated(
  token: Buffer,
  scheme: string,
  { peer, door }: { readonly peer: Peer; readonly door: Door },
): Verdict {
  const begun = peer.handshake;
  Object.assign(peer, { handshake: undefined, user: undefined, sealer: undefined });
  const login = begun?.finish(token, (user) => passwordOf(door, user));
  if (login !== undefined) {
    const user = nameOf(login.user);
    Object.assign(peer, { user, sealer: login.sealer });
    return { kind: 'welcome', user, sealer: login.sealer };
  }
  // The third message is at its end; any other begins anew.
  if (begun !== undefined && token[8] === 3) return refused(door);
  try {
    peer.handshake = handshake(token, door.machine.hostname);
  } catch {
    return refused(door);
  }
  return { kind: 'refused', offers: [`${scheme} ${peer.handshake.challenge.toString('base64')}`] };
}

function refused({ machine, secure }: Door): Verdict {
  const { basic, negotiate, allowUnencrypted } = machine.settings.now.winrm;
  const offers = [
    ...(negotiate ? ['Negotiate'] : []),
    ...(basic && (secure || allowUnencrypted) ? ['Basic realm="WSMAN"'] : []),
  ];
  return { kind: 'refused', offers };
}

function basicUser(token: string, door: Door): string | undefined {
  const text = Buffer.from(token, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  const expected = passwordOf(door, text.slice(0, colon));
  if (colon < 0 || expected === undefined) return undefined;
  return timingSafeEqual(digest(expected), digest(text.slice(colon + 1)))
    ? nameOf(text.slice(0, colon))
    : undefined;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function passwordOf({ machine }: Door, user: string): string | undefined {
  const password = machine.settings.now.users[user.slice(user.lastIndexOf('\\') + 1).toLowerCase()];
  return password === '' ? undefined : password;
}

function nameOf(user: string): string {
  const bare = user.slice(user.lastIndexOf('\\') + 1);
  return /^administrator$/i.test(bare) ? 'Administrator' : bare;
}
