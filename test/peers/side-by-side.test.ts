import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/emulator.ts';
import { runMain } from '../cli/run-main.ts';
import { failedCalls } from '../emulator/calls.ts';
import { fixtureForPacker, seed } from './fixture.ts';
import { type MadeImage, madeImages } from './made-images.ts';
import { comparable, parts } from './output.ts';
import { runPacker } from './packer.ts';
import { noPacker } from './program.ts';

/** Every fixture that Packer 1.6.6 can build without what it does not know. */
const names = [
  'everything',
  'image-tags',
  'key-pair-private-ip',
  'private-ip',
  'quickstart',
  'snapshot-timeout',
  'stop-options',
  'system-and-data-disks',
  'system-disk-only',
];
const missing = noPacker();
const root = new URL('../..', import.meta.url).pathname;

interface Result {
  readonly code: number | null;
  readonly lines: readonly string[];
  readonly images: readonly MadeImage[];
  /** Nouns of what the build left in the account, sorted. */
  readonly left: readonly string[];
  /** Calls that failed, but for those that Packer makes too early and again. */
  readonly failed: readonly string[];
  readonly output: string;
}

describe.skipIf(missing !== undefined)(missing ?? 'Packer 1.6.6 and ecs-imagebuild build the same', () => {
  test.concurrent.each(names)('from %s', async (name) => {
    const [packer, ours] = await Promise.all([withPacker(name), withOurs(name)]);
    expect(packer.code, packer.output).toBe(0);
    expect(ours.code, ours.output).toBe(0);
    expect(packer.images.length).toBeGreaterThan(0);
    expect(byPlace(ours.images.map(asPackerCopies))).toEqual(byPlace(packer.images));
    expect(ours.left).toEqual(packer.left);
    expect([...packer.failed, ...ours.failed]).toEqual([]);
    expect(parts(ours.lines)).toEqual(parts(packer.lines));
  });
});

async function withPacker(name: string): Promise<Result> {
  return onSeeded(name, async (cloud, variables) => {
    const { code, output } = await runPacker(fixtureForPacker(name), cloud, { variables });
    return { code, output, lines: comparable(output, 'packer') };
  });
}

async function withOurs(name: string): Promise<Result> {
  return onSeeded(name, async (cloud, variables, folder) => {
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify(fixtureForPacker(name)));
    const given = Object.entries(variables).flatMap(([variable, value]) => ['-var', `${variable}=${value}`]);
    const env = { ALICLOUD_ACCESS_KEY: cloud.accessKeyId, ALICLOUD_SECRET_KEY: cloud.accessKeySecret };
    const flags = ['-color=false', `-endpoint-url=${cloud.url}`, `-state-dir=${folder}`];
    const { code, stdout: output } = await runMain(['run', ...flags, ...given, file], { cwd: root, env });
    return { code, output, lines: comparable(output, 'ecs-imagebuild') };
  });
}

type Ran = Pick<Result, 'code' | 'output' | 'lines'>;
type Build = (cloud: Emulator, variables: Readonly<Record<string, string>>, folder: string) => Promise<Ran>;

/** Each tool has a cloud of its own with the same things in it. */
async function onSeeded(name: string, build: Build): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'peer-'));
  await using cloud = await startEmulator();
  try {
    const variables = await seed(name, cloud, folder);
    const before = new Set(cloud.leftovers().map(({ id }) => id));
    const seeding = cloud.record.length;
    const ran = await build(cloud, variables, folder);
    const made = cloud.leftovers().filter(({ id }) => !before.has(id));
    return {
      ...ran,
      images: await madeImages(cloud),
      left: made.map(({ noun, region }) => `${noun} ${region}`).sort(),
      failed: failedCalls(cloud.record.slice(seeding))
        .filter(({ code }) => code !== 'DependencyViolation')
        .map(({ action, code = '', bug = '' }) => `${action} ${code} ${bug}`),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byPlace(images: readonly MadeImage[]): Readonly<Record<string, MadeImage>> {
  return Object.fromEntries(images.map((image) => [`${image.region} ${image.name}`, image]));
}

/** Packer leaves copies in other regions without the description and the tags of the image; ours have them. */
function asPackerCopies(image: MadeImage): MadeImage {
  if (!image.copied) return image;
  const disks = image.disks.map((disk) => ({ ...disk, snapshotTags: {} }));
  return { ...image, description: '', tags: {}, disks };
}
