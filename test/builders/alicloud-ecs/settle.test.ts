import { describe, expect, test } from 'vitest';
import type { EcsConfig } from '../../../src/builders/alicloud-ecs/config.ts';
import { settle, warningsOf } from '../../../src/builders/alicloud-ecs/settle.ts';
import { warnings } from '../../../src/builders/alicloud-ecs/words.ts';
import { decoded, settings } from './settings.ts';

const settled = (changes: Partial<EcsConfig>, env = {}, force = false) =>
  settle(decoded(changes), { env, force });

describe('settling the settings', () => {
  test('takes from the environment what the template leaves out, and nothing else', () => {
    const env = {
      ALICLOUD_ACCESS_KEY: 'a',
      ALICLOUD_SECRET_KEY: 's',
      SECURITY_TOKEN: 't',
      ALICLOUD_REGION: 'cn-beijing',
      ALICLOUD_PROFILE: 'p',
      ALICLOUD_SHARED_CREDENTIALS_FILE: 'f',
    };
    expect(settled({ region: 'cn-hangzhou' }, env)).toMatchObject({
      access_key: 'a',
      secret_key: 's',
      security_token: 't',
      region: 'cn-hangzhou',
      profile: 'p',
      shared_credentials_file: 'f',
    });
  });

  test('adds the tag blocks to the tags', () => {
    const tag = [
      { key: 'version', value: '2' },
      { key: 'app', value: 'web' },
    ];
    expect(settled({ tags: { version: '1', team: 'x' }, tag }).tags).toEqual({
      version: '2',
      app: 'web',
      team: 'x',
    });
  });

  test('replaces images and their snapshots with -force', () => {
    expect(settled({}, {}, true)).toMatchObject({
      image_force_delete: true,
      image_force_delete_snapshots: true,
    });
    expect(settled({})).toMatchObject({ image_force_delete: false, image_force_delete_snapshots: false });
  });

  test('gives a frozen config', () => expect(Object.isFrozen(settled({}))).toBe(true));
});

type Row = readonly [what: string, changes: Partial<EcsConfig>, expected: readonly string[]];

describe('a warning', () => {
  const ROWS: readonly Row[] = [
    ['nothing odd', { ssh_username: 'root' }, []],
    ['no user', {}, [warnings.userDefaulted]],
    ['no user, but WinRM', { communicator: 'winrm' }, []],
    ['no communicator', { communicator: 'none' }, []],
    [
      'instances that should be deleted',
      { ssh_username: 'root', image_force_delete_instances: true },
      [warnings.instancesStay],
    ],
    ['a KMS key without encryption', { ssh_username: 'root', kms_key_id: 'k' }, [warnings.keysUnused]],
    [
      'a key to clear where none is temporary',
      { ssh_username: 'root', ssh_password: 'x', ssh_clear_authorized_keys: true },
      [warnings.nothingToClear],
    ],
  ];
  test.each(ROWS)('for %s', (_what, changes, expected) => {
    const raw = decoded(changes);
    expect(warningsOf(raw, settings({ ssh_username: '', ...changes }))).toEqual(expected);
  });
});
