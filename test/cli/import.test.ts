import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const CLOUD = ['--emulate', '--emulate-state', 'cloud', '--emulate-latency', 'instant'];
const DISK = Buffer.alloc(300_000, 'disk ');

const settings = {
  type: 'alicloud-import',
  region: 'cn-beijing',
  oss_bucket_name: 'my-images',
  image_name: 'imported-web',
  image_os_type: 'linux',
  image_platform: 'CentOS',
};

/** A folder with a disk that is imported into an embedded cloud that is kept; `after` is what follows in the chain. */
function site(
  own: object = {},
  {
    disk = 'd.raw',
    bytes = DISK as Buffer,
    after = (_path: (name: string) => string): readonly object[] => [],
  } = {},
) {
  const cwd = folderWith({});
  const path = (name: string) => join(cwd, name);
  writeFileSync(path(disk), bytes);
  // The disk stays, so that the next run has it too.
  const importing = { ...settings, keep_input_artifact: true, ...own };
  const chain = [{ type: 'artifice', files: [path(disk)] }, importing, ...after(path)];
  const template = { builders: [{ type: 'null', communicator: 'none' }], 'post-processors': [chain] };
  writeFileSync(path('t.json'), JSON.stringify(template));
  return {
    path,
    run: (...flags: string[]) => runMain(['run', '-color=false', ...CLOUD, ...flags, 't.json'], { cwd }),
    main: (...argv: string[]) => runMain(argv, { cwd }),
    faults(...rules: readonly object[]) {
      writeFileSync(path('faults.json'), JSON.stringify(rules));
      return ['--emulate-faults', 'faults.json'];
    },
    journal() {
      const runs = path('.ecs-imagebuild/runs');
      return join(runs, readdirSync(runs)[0] ?? '', 'journal.ndjson');
    },
    /** What is in the cloud, and its images. */
    async cloud() {
      await using cloud = await startEmulator({ stateFolder: path('cloud'), guests: 'none' });
      const { regions, roles } = cloud.world.state;
      const left = cloud.leftovers().map(({ noun, region }) => `${noun} ${region}`);
      return {
        left: left.sort(),
        images: Object.values(regions['cn-beijing']?.images ?? {}),
        roles: Object.keys(roles),
      };
    },
  };
}

const IMPORTED = ['bucket cn-beijing', 'image cn-beijing', 'snapshot cn-beijing'];

describe('alicloud-import', () => {
  it('uploads the disk, imports it, and leaves the image and the bucket alone', async () => {
    const at = site(
      { tags: { app: 'web' }, image_share_account: ['1234567890123456'] },
      { after: (path) => [{ type: 'manifest', output: path('m.json') }] },
    );
    const { code, stdout } = await at.run();
    expect(code, stdout).toBe(0);
    const lines = [
      ...stdout.matchAll(
        /^(?:==>| {4}) null \(alicloud-import\): (.*)$|^(?:==>| {3}) null \(alicloud-import\): (.*)$/gm,
      ),
    ].map(([, a, b]) => a ?? b ?? '');
    const shown = lines.map((line) =>
      line
        .replace(/Packer_[\w-]+/g, 'KEY')
        .replace(/m-\w+/, 'ID')
        .replace(at.path('d.raw'), 'd.raw'),
    );
    const url = 'https://my-images.oss-cn-beijing.aliyuncs.com/KEY';
    expect(shown).toEqual(
      expect.arrayContaining([
        'Rendered oss_key_name as KEY',
        'Looking for RAW or VHD in artifact',
        `Waiting for uploading file d.raw to ${url}...`,
        'Image file d.raw has been uploaded to OSS',
        `Waiting for importing ${url} to alicloud...`,
        'Importing created alicloud image ID ID in region cn-beijing Finished.',
        `Deleting import source ${url}`,
      ]),
    );
    const { left, images, roles } = await at.cloud();
    expect(left).toEqual(IMPORTED);
    expect(images).toMatchObject([
      {
        name: 'imported-web',
        status: 'Available',
        platform: 'CentOS',
        size: 1,
        shares: { '1234567890123456': expect.any(Number) },
      },
    ]);
    expect(images[0]?.tags.map(({ key }) => key)).toContain('app');
    expect(roles).toEqual(['AliyunECSImageImportDefaultRole']);
    expect(JSON.parse(readFileSync(at.path('m.json'), 'utf8')).builds[0].artifact_id).toBe(
      `cn-beijing:${images[0]?.id}`,
    );
  });

  it('copies, encrypts, and replaces the older image of the name only when the new one is there', async () => {
    const at = site({
      image_force_delete: true,
      image_encrypted: true,
      kms_key_id: 'key-0123456789',
      image_copy_regions: ['cn-shanghai'],
      kms_key_copy_ids: ['key-9876543210'],
    });
    expect((await at.run()).code).toBe(0);
    const [before] = (await at.cloud()).images;
    const failed = await at.run(
      ...at.faults({ action: 'ImportImage', code: 'ImportImageFailed', status: 403 }),
    );
    expect(failed.code).toBe(1);
    expect((await at.cloud()).images.map(({ id, name }) => [id, name])).toEqual([
      [before?.id, 'imported-web'],
    ]);
    const again = await at.run();
    expect(again.code, again.stdout).toBe(0);
    const { images } = await at.cloud();
    expect(images).toMatchObject([{ name: 'imported-web', encrypted: true }]);
    expect(images[0]?.id).not.toBe(before?.id);
  });

  it('leaves the object with skip_clean', async () => {
    const at = site({ skip_clean: true, oss_key_name: 'disks/web-{{ isotime "2006" }}.raw' });
    expect((await at.run()).code).toBe(0);
    expect((await at.cloud()).left).toEqual([...IMPORTED, 'OSS object cn-beijing'].sort());
  });

  it.each([
    'PutBucket',
    'GetBucketInfo',
    'InitiateMultipartUpload',
    'UploadPart',
    'CompleteMultipartUpload',
    'ImportImage',
    'GetRole',
    'AttachPolicyToRole',
  ])('leaves nothing when %s is refused', async (action) => {
    const at = site();
    const { code, stdout } = await at.run(...at.faults({ action, code: 'AccessDenied', status: 403 }));
    expect(code).toBe(1);
    expect(stdout).toContain('AccessDenied');
    expect((await at.cloud()).left).toEqual([]);
  });

  it.each([
    'UploadPart',
    'CompleteMultipartUpload',
    'ImportImage',
    'InitiateMultipartUpload',
    'DeleteObject',
  ])('loses nothing when the answer to %s is lost', async (action) => {
    const at = site();
    const { code, stdout } = await at.run(...at.faults({ action, nth: 1, reset: 'after' }));
    expect(code, stdout).toBe(0);
    expect((await at.cloud()).left.filter((one) => one !== 'upload cn-beijing')).toEqual(IMPORTED);
  });

  it.each([
    'GetBucketInfo',
    'PutBucket',
    'InitiateMultipartUpload',
    'UploadPart',
    'CompleteMultipartUpload',
    'ImportImage',
    'AttachPolicyToRole',
    'ModifyImageSharePermission',
  ])('goes on where it stopped, at %s', async (action) => {
    const at = site({ image_share_account: ['1234567890123456'] });
    const rule = { action, nth: 1, code: 'AccessDenied', status: 403 };
    expect((await at.run('-on-error=abort', ...at.faults(rule))).code).toBe(1);
    const [image] = (await at.cloud()).images;
    at.faults();
    const { code, stdout } = await at.main('resume', '-color=false');
    expect(code, stdout).toBe(0);
    const now = await at.cloud();
    expect(now.left).toEqual(IMPORTED);
    if (image !== undefined) expect(now.images).toMatchObject([{ id: image.id }]);
  });

  it('is cleaned up by the run', async () => {
    const at = site({}, { after: () => [{ type: 'shell-local', inline: ['exit 1'] }] });
    expect((await at.run('-on-error=abort')).code).toBe(1);
    expect((await at.cloud()).left).toEqual(IMPORTED);
    const [run] = JSON.parse((await at.main('runs', '--json')).stdout);
    const { code, stdout } = await at.main('cleanup', run.id);
    expect(code, stdout).toBe(0);
    expect((await at.cloud()).left).toEqual([]);
  });

  it('goes away when what follows does not keep it', async () => {
    const at = site(
      {},
      { after: (path) => [{ type: 'artifice', files: [path('t.json')], keep_input_artifact: false }] },
    );
    expect((await at.run()).code).toBe(0);
    expect((await at.cloud()).images).toEqual([]);
  });

  it('tells before anything is sent what cannot become an image', async () => {
    const qcow2 = Buffer.concat([Buffer.from([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3]), Buffer.alloc(504)]);
    qcow2.writeBigUInt64BE(5n * 1024n ** 3n, 24);
    const said = async (own: object, files: { disk?: string; bytes?: Buffer }) => {
      const at = site(own, files);
      const { code, stdout } = await at.run();
      expect(code).toBe(1);
      expect((await at.cloud()).left).toEqual([]);
      return stdout;
    };
    expect(await said({}, { disk: 'd.img' })).toContain('No vhd or raw file found in artifact from builder');
    expect(await said({ format: 'VHD' }, {})).toContain('is said to be VHD, but it is RAW');
    expect(await said({ image_system_size: '2' }, { disk: 'd.qcow2', bytes: qcow2 })).toContain(
      'has 5 GiB, and image_system_size is 2',
    );
  });

  it('imports QCOW2, also of a file without an ending, as QEMU names its disks', async () => {
    const qcow2 = Buffer.concat([Buffer.from([0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3]), Buffer.alloc(504)]);
    qcow2.writeBigUInt64BE(5n * 1024n ** 3n, 24);
    const at = site({ image_system_size: '40' }, { disk: 'packer-box', bytes: qcow2 });
    expect((await at.run()).code).toBe(0);
    expect((await at.cloud()).images).toMatchObject([{ size: 40, mappings: [{ format: 'QCOW2' }] }]);
  });

  it('refuses a bucket of another region, and settings that the service would refuse', async () => {
    const at = site();
    expect((await at.run()).code).toBe(0);
    const template = JSON.parse(readFileSync(at.path('t.json'), 'utf8'));
    template['post-processors'][0][1].region = 'cn-shanghai';
    writeFileSync(at.path('t.json'), JSON.stringify(template));
    expect((await at.run()).stdout).toContain('The bucket my-images is in cn-beijing');
    const bad = site({ oss_bucket_name: 'My_Images', image_system_size: '20GB', region: '' });
    const { code, stdout } = await bad.main('validate', 't.json');
    expect(code).toBe(1);
    for (const part of [
      'ALICLOUD_ACCESS_KEY',
      'region option',
      "oss_bucket_name is 'My_Images'",
      "image_system_size is '20GB'",
    ])
      expect(stdout).toContain(part);
  });
});
