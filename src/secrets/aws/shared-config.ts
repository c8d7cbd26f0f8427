import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentVariables } from '../../http/proxy.ts';
import { awsProfileInvalid } from '../words.ts';

/** The settings of one profile, keys in lower case. */
export type Profile = ReadonlyMap<string, string>;

/** The profile that the environment chooses. */
export function profileName(env: EnvironmentVariables): string {
  return env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || 'default';
}

/** A profile of the shared files: what the credentials file says counts more than the config file. */
export function readProfile(name: string, env: EnvironmentVariables): Profile {
  const folder = join(env['HOME'] || env['USERPROFILE'] || homedir(), '.aws');
  const config = sections(env['AWS_CONFIG_FILE'] || join(folder, 'config'));
  const credentials = sections(env['AWS_SHARED_CREDENTIALS_FILE'] || join(folder, 'credentials'));
  const parts = [config.get(`profile ${name}`) ?? config.get(name), credentials.get(name)];
  const chosen = name !== 'default' || env['AWS_PROFILE'] !== undefined;
  if (chosen && parts.every((part) => part === undefined)) throw awsProfileInvalid(name, 'does not exist');
  return new Map(parts.flatMap((part) => [...(part ?? [])]));
}

function sections(path: string): ReadonlyMap<string, Profile> {
  const found = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of linesOf(path)) {
    const section = /^\s*\[\s*(.*?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ');
    if (section !== undefined) {
      current = found.get(section) ?? new Map();
      found.set(section, current);
    }
    // An indented line belongs to the setting above it, of which none matters here.
    const [, key = '', value = ''] = /^([^\s#;[][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== '') current.set(key.toLowerCase(), value);
  }
  return found;
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
