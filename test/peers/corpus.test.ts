import { describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { runMain } from '../cli/run-main.ts';
import { type CorpusTemplate, corpus } from '../corpus/templates.ts';
import { callsTo } from '../emulator/calls.ts';
import { folderWith } from '../temporary-folder.ts';
import { forPacker } from './for-packer.ts';
import { runPacker } from './packer.ts';
import { noPacker } from './program.ts';

const missing = noPacker();

/** Each template is built by both on clouds of their own, and what they asked for and got is compared. */
describe.skipIf(missing !== undefined)(missing ?? 'the corpus, beside Packer 1.6.6', () => {
  test.concurrent.each(corpus.filter(({ notForPacker }) => notForPacker === undefined))(
    '$name',
    { timeout: 600_000 },
    async (template) => {
      const [ours, theirs] = await Promise.all([builtByUs(template), builtByPacker(template)]);
      expect(ours).toEqual(theirs);
      expect(ours.left.filter((thing) => !/^(image|snapshot) /.test(thing))).toEqual([]);
    },
  );
});

async function builtByPacker({ builder, provisioners = [] }: CorpusTemplate) {
  await using cloud = await startEmulator();
  const { code, output } = await runPacker(forPacker({ builders: [builder], provisioners }), cloud);
  expect(code, output).toBe(0);
  return outcome(cloud);
}

async function builtByUs({ builder, provisioners = [] }: CorpusTemplate) {
  await using cloud = await startEmulator();
  const cwd = folderWith({ 't.json': forPacker({ builders: [builder], provisioners }) });
  const { accessKeyId: ALICLOUD_ACCESS_KEY, accessKeySecret: ALICLOUD_SECRET_KEY } = cloud;
  const env = { ALICLOUD_ACCESS_KEY, ALICLOUD_SECRET_KEY, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  const { code, stdout } = await runMain(['run', `-endpoint-url=${cloud.url}`, 't.json'], { cwd, env });
  expect(code, stdout).toBe(0);
  return outcome(cloud);
}

/** By which kind of address the instance was reached, what it was, and which images there are now. */
function outcome(cloud: Emulator) {
  return {
    address: addressKind(cloud.record),
    instance: instanceAsked(cloud.record),
    images: imagesOf(cloud),
    // Packer leaves data disks of its own behind.
    left: cloud
      .leftovers()
      .map(({ noun, region }) => `${noun} ${region}`)
      .filter((thing) => !thing.startsWith('disk '))
      .sort(),
  };
}

function addressKind(record: readonly CallRecord[]): string {
  const [eip] = callsTo(record, 'AllocateEipAddress');
  if (eip === undefined) return 'private';
  const { InternetChargeType = '', Bandwidth = '' } = eip.params;
  return `EIP ${InternetChargeType} ${Bandwidth === '0' ? '' : Bandwidth}`.trim();
}

/** Both tools ask in calls of different names for the same. */
function instanceAsked(record: readonly CallRecord[]) {
  const made = record.findLast(
    ({ action, code }) => /^(Run|Create)Instances?$/.test(action) && code === undefined,
  );
  const asked = ['ImageId', 'InstanceType', 'SystemDisk.Category', 'DataDisk.1.Size', 'DataDisk.2.Device'];
  return Object.fromEntries(asked.map((name) => [name, made?.params[name] || undefined]));
}

function imagesOf({ world }: Emulator) {
  return Object.entries(world.state.regions).flatMap(([region, { images }]) =>
    Object.values(images).map((image) => ({
      region,
      name: image.name === image.id ? 'its id' : image.name,
      description: image.description,
      version: image.version,
      size: image.size,
      osName: image.osName,
      architecture: image.architecture,
      encrypted: image.encrypted,
      copied: image.isCopied,
      status: image.status,
      shares: Object.keys(image.shares).sort(),
      disks: image.mappings.map(({ type, size }) => `${type} ${size}`),
      tags: image.tags
        .filter(({ key }) => !key.startsWith('ecs-imagebuild'))
        .map(({ key, value }) => `${key}=${value}`)
        .sort(),
    })),
  );
}
