import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { baseFiles, baseFolders } from '../base-files.ts';
import { type EtcEntry, readEtc, writeEtc } from './host-etc.ts';
import { shims } from './shims.ts';

/** Folders that a sandbox guest may write; all else it sees is the host's, read-only. */
export const writable = [
  '/etc',
  '/root',
  '/home',
  '/tmp',
  '/var',
  '/opt',
  '/srv',
  '/mnt',
  '/run',
  '/boot',
  '/usr/local',
] as const;

/** What the host's programs need of /etc to start. */
const needed = [
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'alternatives',
  'localtime',
  'nsswitch.conf',
  'ssl',
  'pki',
  'terminfo',
  'debian_version',
  'apt',
  'dpkg',
];

/** What every guest gets of /etc, read once for all guests of this process. */
let prepared: Promise<readonly EtcEntry[]> | undefined;

/** A new private folder with what every sandbox guest starts with. */
export async function newPrivateFolder(): Promise<string> {
  prepared ??= readEtc(needed);
  const etc = await prepared;
  const folder = await fs.mkdtemp(join(tmpdir(), 'ecs-guest-'));
  for (const path of writable) await fs.mkdir(join(folder, path), { recursive: true });
  for (const [path, mode] of Object.entries(baseFolders)) {
    await fs.mkdir(join(folder, path), { recursive: true });
    await fs.chmod(join(folder, path), mode);
  }
  writeEtc(etc, join(folder, 'etc'));
  for (const { path, mode, text } of baseFiles) await put(join(folder, path), text, mode);
  for (const [name, text] of Object.entries(shims))
    await put(join(folder, 'usr/local/bin', name), text, 0o755);
  await fs.mkdir(join(folder, 'home/ecs-user'), { mode: 0o700 });
  await fs.symlink('../run', join(folder, 'var/run'));
  return folder;
}

async function put(path: string, text: string, mode: number): Promise<void> {
  await fs.mkdir(dirname(path), { recursive: true });
  await fs.writeFile(path, text);
  await fs.chmod(path, mode);
}
