import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { checkPlugin } from './check-plugin.ts';
import { PLUGIN_API, type Plugin } from './plugin.ts';
import { resolvePackage } from './resolve-package.ts';
import { apiMismatch, packageMissing, packageUnreadable, pluginMissing } from './words.ts';

/** Loads a plug-in by the name of its package, or by the absolute path of its file, and checks what it exports. */
export async function loadPlugin(name: string, folders: readonly string[]): Promise<Plugin> {
  const exported = await exportOf(name, urlOf(name, folders));
  if (typeof exported !== 'object' || exported === null) throw pluginMissing(name);
  const version = 'apiVersion' in exported ? exported.apiVersion : undefined;
  if (version !== PLUGIN_API) throw apiMismatch(name, version, PLUGIN_API);
  return checkPlugin(name, exported);
}

function urlOf(name: string, folders: readonly string[]): string {
  if (!name.startsWith('/') && !/^[A-Za-z]:[\\/]/.test(name)) return resolvePackage(name, folders);
  if (!existsSync(name)) throw packageMissing(name, folders);
  return pathToFileURL(name).href;
}

async function exportOf(name: string, url: string): Promise<unknown> {
  let module: unknown;
  try {
    module = await import(url);
  } catch (error) {
    throw packageUnreadable(name, error);
  }
  // A CommonJS package comes under `default`.
  return property(module, 'plugin') ?? property(property(module, 'default'), 'plugin');
}

function property(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
