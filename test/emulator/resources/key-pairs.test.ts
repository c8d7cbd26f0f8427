import { createPrivateKey } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { at, type Cloud, listAt, startCloud, textAt } from './cloud.ts';
import { instanceStatus, network, runInstance } from './fixtures.ts';

const importOf = (cloud: Cloud, PublicKeyBody: string, KeyPairName = 'key') =>
  cloud.refusal('Ecs.ImportKeyPair', { KeyPairName, PublicKeyBody });

function publicKey(type: 'rsa' | 'ecdsa' | 'ed25519'): string {
  const bits = { rsa: 2048, ecdsa: 256, ed25519: 256 } as const;
  return ssh2.utils.generateKeyPairSync(type as 'rsa', { bits: bits[type] }).public;
}

describe('key pairs', () => {
  it('are made with a PKCS#8 key that belongs to the public one', () => {
    const cloud = startCloud();
    const made = cloud.call('Ecs.CreateKeyPair', { KeyPairName: 'key' });
    const pem = textAt(made, 'PrivateKeyBody');
    expect(createPrivateKey(pem).asymmetricKeyType).toBe('rsa');
    const shown = cloud.call('Ecs.DescribeKeyPairs', { KeyPairName: 'key', IncludePublicKey: true });
    const pair = at(shown, 'KeyPairs.KeyPair.0');
    expect(at(pair, 'KeyPairFingerPrint')).toBe(made['KeyPairFingerPrint']);
    const parsed = ssh2.utils.parseKey(textAt(pair, 'PublicKey'));
    if (parsed instanceof Error) throw parsed;
    expect(parsed.getPublicPEM()).toBe(publicPem(pem));
    expect(cloud.refusal('Ecs.CreateKeyPair', { KeyPairName: 'key' })).toBe('400 KeyPair.AlreadyExist');
    expect(cloud.refusal('Ecs.CreateKeyPair', { KeyPairName: '1' })).toBe('400 InvalidKeyPairName.Malformed');
  });

  it('are imported when the service knows their kind', () => {
    const cloud = startCloud({ quotas: { keyPairs: 2 } });
    cloud.call('Ecs.ImportKeyPair', { KeyPairName: 'one', PublicKeyBody: `${publicKey('rsa')} me@home` });
    cloud.call('Ecs.ImportKeyPair', { KeyPairName: 'two', PublicKeyBody: publicKey('ecdsa') });
    expect(importOf(cloud, publicKey('rsa'))).toBe('403 QuotaExceed.KeyPair');
    const free = startCloud();
    const malformed = '400 InvalidPublicKeyBody.Malformed';
    expect(importOf(free, publicKey('ed25519'))).toBe(malformed);
    expect(importOf(free, publicKey('rsa').slice(0, 100))).toBe(malformed);
    expect(importOf(free, 'ssh-rsa nonsense')).toBe(malformed);
  });

  it('are attached to the instances that can have them, and stay while attached', () => {
    const cloud = startCloud();
    const place = network(cloud);
    const id = runInstance(cloud, { Password: 'Secret-123' }, place);
    const windows = runInstance(
      cloud,
      { ImageId: 'win2019_1809_x64_dtc_en-us_40G_alibase_20241220.vhd' },
      place,
    );
    const key = { KeyPairName: 'key' };
    const all = { ...key, InstanceIds: JSON.stringify([id, windows, 'i-none']) };
    expect(cloud.refusal('Ecs.AttachKeyPair', all)).toBe('404 InvalidKeyPairName.NotFound');
    cloud.call('Ecs.CreateKeyPair', key);
    const attached = cloud.call('Ecs.AttachKeyPair', all);
    expect([attached['TotalCount'], attached['FailCount']]).toEqual(['3', '2']);
    expect(listAt(attached, 'Results.Result').map((result) => at(result, 'Code'))).toEqual([
      '200',
      'DependencyViolation.WindowsInstance',
      'InvalidInstanceId.NotFound',
    ]);
    const names = { KeyPairNames: '["key"]' };
    expect(cloud.refusal('Ecs.DeleteKeyPairs', names)).toBe(
      '400 InvalidParameter.KeypairAlreadyAttachedInstance',
    );
    cloud.call('Ecs.DetachKeyPair', { ...key, InstanceIds: JSON.stringify([id]) });
    cloud.call('Ecs.DeleteKeyPairs', names);
    cloud.call('Ecs.DeleteKeyPairs', names);
    expect(instanceStatus(cloud, id)).toBe('Running');
  });
});

function publicPem(pem: string): string {
  const parsed = ssh2.utils.parseKey(
    createPrivateKey(pem).export({ type: 'pkcs1', format: 'pem' }).toString(),
  );
  if (parsed instanceof Error) throw parsed;
  return parsed.getPublicPEM();
}
