import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { bits, der, integer, octets, oid, sequence, set, text, time, yes } from './der.ts';

/** An authority of one run of the emulator: its key never leaves the process. */
export interface Authority {
  /** Its certificate, for clients to trust. */
  readonly pem: string;
  /** A certificate for this host name, and its key; made once for each name. */
  contextFor(host: string): SecureContext;
}

interface Identity {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const DAY = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

export function createAuthority(): Authority {
  const authority = identityOf('ecs-imagebuild embedded cloud');
  const contexts = new Map<string, SecureContext>();
  const pem = certificate(authority, authority, [
    extension('2.5.29.19', sequence(yes), true),
    // Signs certificates and nothing else.
    extension('2.5.29.15', bits(Uint8Array.of(0x04), 2), true),
  ]);
  return {
    pem,
    contextFor(host) {
      const known = contexts.get(host);
      if (known !== undefined) return known;
      const own = identityOf(host);
      const cert = certificate(own, authority, [extension('2.5.29.17', sequence(alternative(host)))]);
      const key = own.privateKey.export({ type: 'pkcs8', format: 'pem' });
      const context = createSecureContext({ cert: `${cert}${pem}`, key });
      contexts.set(host, context);
      return context;
    },
  };
}

function identityOf(name: string): Identity {
  return { name, ...generateKeyPairSync('ec', { namedCurve: 'prime256v1' }) };
}

function certificate(subject: Identity, issuer: Identity, extensions: readonly Uint8Array[]): string {
  const now = Date.now();
  const body = sequence(
    der(0xa0, der(0x02, Uint8Array.of(2))),
    integer(serial()),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(now - DAY), time(now + 30 * DAY)),
    nameOf(subject),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        ...extensions,
        extension('2.5.29.14', octets(keyId(subject))),
        extension('2.5.29.35', sequence(der(0x80, keyId(issuer)))),
      ),
    ),
  );
  const whole = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, issuer.privateKey)));
  const lines = Buffer.from(whole).toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

/** With its first bit set, as the zero before a positive number must be needed. */
function serial(): Uint8Array {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
}

function nameOf({ name }: Identity): Uint8Array {
  return sequence(set(sequence(oid('2.5.4.3'), text(name))));
}

function keyId({ publicKey }: Identity): Uint8Array {
  return createHash('sha1')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();
}

function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [yes] : []), octets(value));
}

function alternative(host: string): Uint8Array {
  return isIP(host) === 4
    ? der(0x87, Uint8Array.from(host.split('.').map(Number)))
    : der(0x82, Buffer.from(host));
}
