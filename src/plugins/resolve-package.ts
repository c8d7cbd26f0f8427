import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isObject } from '../template/model/go-value.ts';
import type { Json } from '../template/model/template.ts';
import { packageMissing, packageUnreadable } from './words.ts';

/** The URL of what a package exports, looked for from each folder upwards. */
export function resolvePackage(name: string, folders: readonly string[]): string {
  const home = folders.flatMap((folder) => homesFrom(folder, name)).find(existsSync);
  if (home === undefined) throw packageMissing(name, folders);
  let manifest: Json;
  try {
    manifest = JSON.parse(readFileSync(home, 'utf8'));
  } catch (error) {
    throw packageUnreadable(name, error);
  }
  const entry = join(dirname(home), entryOf(manifest) ?? 'index.js');
  if (!existsSync(entry)) throw packageUnreadable(name, new Error(`${entry} does not exist`));
  return pathToFileURL(entry).href;
}

/** Every place where the manifest of the package may be. */
function homesFrom(folder: string, name: string): readonly string[] {
  const home = join(folder, 'node_modules', name, 'package.json');
  const parent = dirname(folder);
  return parent === folder ? [home] : [home, ...homesFrom(parent, name)];
}

/** What `import` of the package would load. Node resolves from our own place only, so its rules are followed here. */
function entryOf(manifest: Json): string | undefined {
  if (!isObject(manifest)) return undefined;
  const { exports, main } = manifest;
  const own = isObject(exports ?? null) && isObject(exports) && '.' in exports ? exports['.'] : exports;
  return chosen(own ?? null) ?? (typeof main === 'string' ? main : undefined);
}

const CONDITIONS = ['node', 'import', 'module-sync', 'default', 'require'];

function chosen(target: Json): string | undefined {
  if (typeof target === 'string') return target;
  if (Array.isArray(target)) return target.map(chosen).find((path) => path !== undefined);
  if (!isObject(target)) return undefined;
  // The order is that of the package.
  const allowed = Object.entries(target).filter(([condition]) => CONDITIONS.includes(condition));
  return allowed.map(([, value]) => chosen(value)).find((path) => path !== undefined);
}
