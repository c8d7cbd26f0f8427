import { randomBytes, timingSafeEqual } from 'node:crypto';
import { hmacMd5 } from './hmac.ts';
import { bits, descriptor, field, flags, head, typeOf, uint32, utf16 } from './message.ts';
import { prove } from './proof.ts';
import { rc4 } from './rc4.ts';
import { type Sealer, sealer } from './sealer.ts';
import { fileTime, pair, readPairs, writePairs } from './target-info.ts';

const offered = bits(
  ...[flags.unicode, flags.requestTarget, flags.sign, flags.seal, flags.ntlm, flags.alwaysSign],
  ...[flags.targetTypeServer, flags.extendedSecurity, flags.targetInfo, flags.version, flags.key128],
  ...[flags.keyExchange, flags.key56],
);
const required = bits(
  flags.unicode,
  flags.requestTarget,
  flags.ntlm,
  flags.targetInfo,
  flags.targetTypeServer,
);
const version = Buffer.from([10, 0, 0x7c, 0x4f, 0, 0, 0, 15]);
const micAt = 72;

/** The server's half of one login, from the first message on. */
export interface Handshake {
  readonly challenge: Buffer;
  /** The user who proved the password, and the sealer for what follows; undefined: refused. */
  finish(answer: Buffer, passwordOf: (user: string) => string | undefined): Login | undefined;
}

export interface Login {
  readonly user: string;
  readonly sealer: Sealer;
}

/** Answers a first message. Throws where it is none. */
export function handshake(first: Buffer, computer: string): Handshake {
  if (typeOf(first) !== 1 || first.length < 16) throw new Error('not the first message of NTLM');
  const serverChallenge = randomBytes(8);
  const challenge = challengeOf(
    computer,
    serverChallenge,
    bits((first.readUInt32LE(12) & offered) | required),
  );
  return {
    challenge,
    finish: (answer, passwordOf) => finish({ first, challenge, serverChallenge, answer }, passwordOf),
  };
}

function challengeOf(computer: string, serverChallenge: Buffer, agreed: number): Buffer {
  const name = utf16(computer.toUpperCase());
  const info = writePairs(
    new Map([
      [pair.computer, name],
      [pair.domain, name],
      [pair.dnsComputer, utf16(computer)],
      [pair.timestamp, fileTime(Date.now())],
    ]),
  );
  return Buffer.concat([
    head(2),
    descriptor(name.length, 56),
    uint32(agreed),
    serverChallenge,
    Buffer.alloc(8),
    descriptor(info.length, 56 + name.length),
    version,
    name,
    info,
  ]);
}

interface Messages {
  readonly first: Buffer;
  readonly challenge: Buffer;
  readonly serverChallenge: Buffer;
  readonly answer: Buffer;
}

function finish(
  { first, challenge, serverChallenge, answer }: Messages,
  passwordOf: (user: string) => string | undefined,
): Login | undefined {
  if (typeOf(answer) !== 3 || answer.length < 64) return undefined;
  const response = field(answer, 20);
  const user = field(answer, 36).toString('utf16le');
  const domain = field(answer, 28).toString('utf16le');
  const password = passwordOf(user);
  // Shorter ones are answers of NTLMv1, which nothing should accept any more.
  if (password === undefined || response.length < 48) return undefined;
  const blob = response.subarray(16);
  const { proof, key } = prove({ user, domain, password }, serverChallenge, blob);
  if (!timingSafeEqual(proof, response.subarray(0, 16))) return undefined;
  const exchanged = (answer.readUInt32LE(60) & flags.keyExchange) !== 0;
  const sessionKey = exchanged ? rc4(key)(field(answer, 52)) : key;
  if (carriesMic(blob) && !micHolds({ first, challenge, answer }, sessionKey)) return undefined;
  return { user, sealer: sealer(sessionKey, 'server') };
}

function carriesMic(blob: Buffer): boolean {
  const said = readPairs(blob.subarray(28)).get(pair.flags);
  return said !== undefined && said.length === 4 && (said.readUInt32LE(0) & 2) !== 0;
}

function micHolds(
  { first, challenge, answer }: Pick<Messages, 'first' | 'challenge' | 'answer'>,
  sessionKey: Buffer,
): boolean {
  const blank = Buffer.from(answer);
  blank.fill(0, micAt, micAt + 16);
  const expected = hmacMd5(sessionKey, first, challenge, blank);
  return timingSafeEqual(expected, answer.subarray(micAt, micAt + 16));
}
