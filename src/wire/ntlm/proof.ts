import { hmacMd5 } from './hmac.ts';
import { md4 } from './md4.ts';
import { utf16 } from './message.ts';

/** Who logs in. The domain is empty for a local account. */
export interface Login {
  readonly user: string;
  readonly domain: string;
  readonly password: string;
}

/** NTLMv2's proof that one knows the password, and the key that both sides get from it. */
interface Proof {
  readonly proof: Buffer;
  readonly key: Buffer;
}

/** `blob` is what the client adds to the challenge: time, its own challenge, target information. */
export function prove(login: Login, serverChallenge: Buffer, blob: Buffer): Proof {
  const owner = utf16(login.user.toUpperCase() + login.domain);
  const secret = hmacMd5(md4(utf16(login.password)), owner);
  const proof = hmacMd5(secret, serverChallenge, blob);
  return { proof, key: hmacMd5(secret, proof) };
}

/** `DOMAIN\user` or `user` in its parts; `user@domain` stays whole, as Windows wants it. */
export function splitUser(name: string): Pick<Login, 'user' | 'domain'> {
  const slash = name.indexOf('\\');
  return slash < 0
    ? { user: name, domain: '' }
    : { user: name.slice(slash + 1), domain: name.slice(0, slash) };
}
