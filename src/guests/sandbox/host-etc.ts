import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';

/** A folder, a file (`data`) or a link (`target`) below /etc. */
export interface EtcEntry {
  readonly path: string;
  readonly mode: number;
  readonly data?: Buffer;
  readonly target?: string;
}

/** Names that hold keys and passwords, whatever their modes say. */
const privateName =
  /^(private|auth\.conf(\.d)?|entitlement|consumer|key[34]\.db|.*\.(key|p12|pfx|jks|kdbx?|rnd))$/i;
/** What a file with a secret holds: a key, or a password in an address or beside its name. */
const privateText = /PRIVATE KEY-----|:\/\/[^\s/@]+:[^\s/@]+@|^\s*(password|passwd|login)\b/im;
const everybody = 0o004;
const largest = 8 * 1024 * 1024;

/**
 * What the host has of these names in /etc, for guests: only what everybody of the host may read, and nothing that looks like a
 * key or a password.
 */
export async function readEtc(names: readonly string[], top = '/etc'): Promise<readonly EtcEntry[]> {
  const found: EtcEntry[] = [];
  for (const name of names) await gather(top, name, found);
  return found;
}

async function gather(top: string, path: string, found: EtcEntry[]): Promise<void> {
  if (privateName.test(path.slice(path.lastIndexOf('/') + 1))) return;
  const host = join(top, path);
  const facts = await fs.lstat(host).catch(() => undefined);
  if (facts === undefined) return;
  const mode = facts.mode & 0o777;
  if (facts.isSymbolicLink()) {
    found.push({ path, mode, target: await fs.readlink(host) });
  } else if ((mode & everybody) === 0) {
    return;
  } else if (facts.isDirectory()) {
    found.push({ path, mode });
    for (const name of await fs.readdir(host).catch(() => [])) await gather(top, `${path}/${name}`, found);
  } else if (facts.isFile() && facts.size <= largest) {
    const data = await fs.readFile(host).catch(() => undefined);
    if (data !== undefined && !privateText.test(data.toString('latin1'))) found.push({ path, mode, data });
  }
}

/** Lays such entries below a folder. In one go: several hundred waits would take ten times as long. */
export function writeEtc(entries: readonly EtcEntry[], folder: string): void {
  for (const { path, mode, data, target } of entries) {
    const place = join(folder, path);
    if (target !== undefined) symlinkSync(target, place);
    else if (data !== undefined) writeFileSync(place, data, { mode: mode | 0o600 });
    else mkdirSync(place, { recursive: true, mode: mode | 0o700 });
  }
}
