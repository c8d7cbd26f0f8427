import { describe, expect, it } from 'vitest';
import { negotiate, ntlmAuthenticate } from '../../../src/wire/ntlm/client.ts';
import { md4 } from '../../../src/wire/ntlm/md4.ts';
import { utf16 } from '../../../src/wire/ntlm/message.ts';
import { prove } from '../../../src/wire/ntlm/proof.ts';
import { rc4 } from '../../../src/wire/ntlm/rc4.ts';
import { sealer } from '../../../src/wire/ntlm/sealer.ts';
import { handshake } from '../../../src/wire/ntlm/server.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('MD4, by the test suite of RFC 1320', () => {
  it.each([
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      'e33b4ddc9c38f2199c3e7b164fcc0536',
    ],
  ])('of %j', (text, digest) => {
    expect(md4(Buffer.from(text)).toString('hex')).toBe(digest);
  });
});

describe('RC4, by its well-known vectors', () => {
  it.each([
    ['Key', 'Plaintext', 'bbf316e8d940af0ad3'],
    ['Wiki', 'pedia', '1021bf0420'],
    ['Secret', 'Attack at dawn', '45a01f645fc35b383552544b9bf5'],
  ])('with the key %s', (key, text, sealed) => {
    const cipher = rc4(Buffer.from(key));
    const pieces = [cipher(Buffer.from(text.slice(0, 3))), cipher(Buffer.from(text.slice(3)))];
    expect(Buffer.concat(pieces).toString('hex')).toBe(sealed);
  });
});

/** The example of the specification (MS-NLMP 4.2.4): user `User`, domain `Domain`, password `Password`. */
describe('NTLMv2, by the example of its specification', () => {
  const login = { user: 'User', domain: 'Domain', password: 'Password' };
  const serverChallenge = hex('0123456789abcdef');
  const targetInfo = hex('02000c0044006f006d00610069006e0001000c005300650072007600650072000000 0000');
  const blob = Buffer.concat([
    hex('0101000000000000'),
    Buffer.alloc(8),
    hex('aaaaaaaaaaaaaaaa'),
    Buffer.alloc(4),
    targetInfo,
    Buffer.alloc(4),
  ]);

  it('hashes the password', () => {
    expect(md4(utf16('Password')).toString('hex')).toBe('a4f49c406510bdcab6824ee7c30fd852');
  });

  it('proves it', () => {
    const { proof, key } = prove(login, serverChallenge, blob);
    expect(proof.toString('hex')).toBe('68cd0ab851e51c96aabc927bebef6a1c');
    expect(key.toString('hex')).toBe('8de40ccadbc14a82f15cb0ad0de95ca3');
  });

  it('seals and signs', () => {
    const client = sealer(Buffer.alloc(16, 0x55), 'client');
    const { sealed, signature } = client.seal(utf16('Plaintext'));
    expect(sealed.toString('hex')).toBe('54e50165bf1936dc996020c1811b0f06fb5f');
    expect(signature.toString('hex')).toBe('010000007fb38ec5c55d497600000000');
  });
});

describe('a login', () => {
  const passwordOf = (user: string) => (user === 'Administrator' ? 'right' : undefined);
  const meet = (password: string, user = 'Administrator') => {
    const first = negotiate();
    const server = handshake(first, 'guest');
    const client = ntlmAuthenticate(first, server.challenge, { user, domain: '', password });
    return { client, login: server.finish(client.message, passwordOf), server };
  };

  it('gives both sides the same keys', () => {
    const { client, login } = meet('right');
    const there = client.sealer.seal(Buffer.from('to the server'));
    expect(login?.sealer.unseal(there.sealed, there.signature).toString()).toBe('to the server');
    const back = login?.sealer.seal(Buffer.from('to the client'));
    expect(back && client.sealer.unseal(back.sealed, back.signature).toString()).toBe('to the client');
  });

  it('fails with a wrong password, and for a user who is not there', () => {
    expect(meet('wrong').login).toBeUndefined();
    expect(meet('right', 'nobody').login).toBeUndefined();
  });

  it('fails when the answer was changed on the way', () => {
    const first = negotiate();
    const server = handshake(first, 'guest');
    const { message } = ntlmAuthenticate(first, server.challenge, {
      user: 'Administrator',
      domain: '',
      password: 'right',
    });
    message.writeUInt32LE((message.readUInt32LE(60) ^ 0x200) >>> 0, 60);
    expect(server.finish(message, passwordOf)).toBeUndefined();
  });

  it('refuses a message that was changed, and one that came twice', () => {
    const { client, login } = meet('right');
    const { sealed, signature } = client.sealer.seal(Buffer.from('pay 1'));
    const forged = Buffer.from(sealed);
    forged[4] = (forged[4] ?? 0) ^ 1;
    expect(() => login?.sealer.unseal(forged, signature)).toThrow(/signature/);
    const again = meet('right');
    const once = again.client.sealer.seal(Buffer.from('once'));
    again.login?.sealer.unseal(once.sealed, once.signature);
    expect(() => again.login?.sealer.unseal(once.sealed, once.signature)).toThrow(/signature/);
  });

  it('refuses a server that offers no NTLMv2 session security', () => {
    const challenge = Buffer.from(handshake(negotiate(), 'guest').challenge);
    challenge.writeUInt32LE(0x1, 20);
    const login = { user: 'a', domain: '', password: 'b' };
    expect(() => ntlmAuthenticate(negotiate(), challenge, login)).toThrow(/NTLMv2/);
  });
});
