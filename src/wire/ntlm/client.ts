import { randomBytes } from 'node:crypto';
import { hmacMd5 } from './hmac.ts';
import { bits, descriptor, field, flags, head, typeOf, uint32, utf16 } from './message.ts';
import { type Login, prove } from './proof.ts';
import { rc4 } from './rc4.ts';
import { type Sealer, sealer } from './sealer.ts';
import { fileTime, pair, readPairs, writePairs } from './target-info.ts';

const wanted = bits(
  ...[flags.unicode, flags.requestTarget, flags.sign, flags.seal, flags.ntlm, flags.alwaysSign],
  ...[flags.extendedSecurity, flags.targetInfo, flags.version, flags.key128, flags.keyExchange, flags.key56],
);
/** 10.0.17763, revision 15 of NTLM. */
const version = Buffer.from([10, 0, 0x63, 0x45, 0, 0, 0, 15]);
const micAt = 72;
const payloadAt = 88;
/** Target information says: this answer carries an integrity code. */
const withMic = uint32(2);

/** The first message. */
export function negotiate(): Buffer {
  return Buffer.concat([head(1), uint32(wanted), descriptor(0, 40), descriptor(0, 40), version]);
}

interface Answer {
  readonly message: Buffer;
  readonly sealer: Sealer;
}

/** The answer to a challenge, and the sealer for what follows. Throws where the challenge is not NTLMv2's. */
export function ntlmAuthenticate(first: Buffer, challenge: Buffer, login: Login): Answer {
  if (typeOf(challenge) !== 2 || challenge.length < 48) throw new Error('the NTLM challenge is malformed');
  const agreed = bits(challenge.readUInt32LE(20) & wanted);
  if ((agreed & flags.extendedSecurity) === 0 || (agreed & flags.keyExchange) === 0)
    throw new Error('the server does not offer NTLMv2 session security');
  const info = readPairs(field(challenge, 40));
  const stamped = info.get(pair.timestamp);
  const target = writePairs(new Map([...info, ...(stamped ? [[pair.flags, withMic] as const] : [])]));
  const time = stamped ?? fileTime(Date.now());
  const blob = Buffer.concat([
    Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]),
    time,
    randomBytes(8),
    Buffer.alloc(4),
    target,
    Buffer.alloc(4),
  ]);
  const { proof, key } = prove(login, challenge.subarray(24, 32), blob);
  const sessionKey = randomBytes(16);
  const message = answer(login, {
    agreed,
    response: Buffer.concat([proof, blob]),
    key: rc4(key)(sessionKey),
  });
  if (stamped) hmacMd5(sessionKey, first, challenge, message).copy(message, micAt);
  return { message, sealer: sealer(sessionKey, 'client') };
}

interface Parts {
  readonly agreed: number;
  readonly response: Buffer;
  readonly key: Buffer;
}

function answer(login: Login, { agreed, response, key }: Parts): Buffer {
  const payload = [Buffer.alloc(24), response, utf16(login.domain), utf16(login.user), utf16(''), key];
  let offset = payloadAt;
  const descriptors = payload.map((part) => {
    const place = descriptor(part.length, offset);
    offset += part.length;
    return place;
  });
  return Buffer.concat([head(3), ...descriptors, uint32(agreed), version, Buffer.alloc(16), ...payload]);
}
