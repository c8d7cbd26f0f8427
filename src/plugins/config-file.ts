import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nearest } from '../errors/nearest.ts';
import { isList, isObject } from '../template/model/go-value.ts';
import type { Json } from '../template/model/template.ts';
import { reason } from '../wire/reason.ts';
import { configUnreadable } from './words.ts';

/**
 * The plug-ins that a project lists: in `ecs-imagebuild.json`, or under `ecs-imagebuild` in `package.json`, of the first
 * folder that has one. A name that begins with a dot is a file, by the folder of the list.
 */
export function listedPlugins(folders: readonly string[]): readonly string[] {
  for (const folder of folders) {
    const own = join(folder, 'ecs-imagebuild.json');
    if (existsSync(own)) return pluginsOf(read(own), own);
    const manifest = join(folder, 'package.json');
    const field = existsSync(manifest) ? fieldOf(read(manifest)) : undefined;
    if (field !== undefined) return pluginsOf(field, manifest);
  }
  return [];
}

function read(file: string): Json {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw configUnreadable(file, reason(error));
  }
}

function fieldOf(manifest: Json): Json | undefined {
  return isObject(manifest) ? manifest['ecs-imagebuild'] : undefined;
}

function pluginsOf(config: Json, file: string): readonly string[] {
  if (!isObject(config)) throw configUnreadable(file, 'its settings must be an object');
  const unknown = Object.keys(config).find((key) => key !== 'plugins');
  if (unknown !== undefined) {
    const near = nearest(unknown, ['plugins']);
    throw configUnreadable(
      file,
      `unknown key ${JSON.stringify(unknown)}${near === undefined ? '' : `; did you mean ${near}?`}`,
    );
  }
  const plugins = config['plugins'] ?? [];
  if (!isList(plugins)) throw configUnreadable(file, '`plugins` must be a list of names');
  return plugins.map((name) => {
    if (typeof name !== 'string' || name === '')
      throw configUnreadable(file, '`plugins` must be a list of names');
    const bare = name.replace(/^npm:/, '');
    return bare.startsWith('.') ? resolve(dirname(file), bare) : bare;
  });
}
