import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Template } from './for-packer.ts';

/** A finished `packer build`. */
export interface PackerRun {
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
}

export interface PackerOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Ctrl-C, as a terminal sends it, the first time the output has this. */
  readonly interruptAt?: string;
}

const root = new URL('../..', import.meta.url).pathname;

/** The environment in which Packer sees nothing but the emulator and a folder of its own. */
export function packerEnvironment(
  cloud: Pick<Emulator, 'url' | 'accessKeyId' | 'accessKeySecret'>,
  folder: string,
): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HTTP_PROXY: cloud.url,
    ALICLOUD_ACCESS_KEY: cloud.accessKeyId,
    ALICLOUD_SECRET_KEY: cloud.accessKeySecret,
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    CHECKPOINT_DISABLE: '1',
    HOME: folder,
    TMPDIR: folder,
    PACKER_CONFIG_DIR: folder,
  };
}

/** Builds with the real Packer on the emulator, which it takes for the HTTP proxy on the way to Alibaba Cloud. */
export async function runPacker(
  template: Template,
  cloud: Emulator,
  { variables = {}, interruptAt }: PackerOptions = {},
): Promise<PackerRun> {
  const folder = mkdtempSync(join(tmpdir(), 'packer-peer-'));
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const given = Object.entries(variables).flatMap(([name, value]) => ['-var', `${name}=${value}`]);
  const env = packerEnvironment(cloud, folder);
  // A group of its own: Packer is several processes, and a terminal interrupts them all.
  const child = spawn('packer', ['build', '-color=false', ...given, file], {
    cwd: root,
    env,
    detached: true,
  });
  try {
    return await finished(child, interruptAt);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function finished(child: ChildProcess, interruptAt: string | undefined): Promise<PackerRun> {
  let output = '';
  let interrupted = interruptAt === undefined;
  const hear = (data: Buffer) => {
    output += data;
    if (interrupted || interruptAt === undefined || !output.includes(interruptAt)) return;
    interrupted = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
