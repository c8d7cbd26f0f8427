import { isBuildError } from '../../../errors/build-error.ts';
import type { Credentials, Keys } from './keys.ts';
import { credentialsFailed, keysMissing } from './words.ts';

/** A place where keys may be; its name is told when none of them serves. */
export interface Source {
  readonly name: string;
  /** Keys, or in words why there are none. Nothing is connected to yet. */
  find(): Promise<Credentials | string>;
}

/** A source that was passed over. */
interface Passed {
  readonly source: string;
  readonly why: string;
}

/** The first source that has something; what is passed over on the way is told with every failure. */
export async function firstOf(sources: readonly Source[]): Promise<Credentials> {
  const passed: Passed[] = [];
  for (const { name, find } of sources) {
    const found = await find().catch((error: unknown) => {
      throw isBuildError(error) ? credentialsFailed(error, name, passed) : error;
    });
    if (typeof found !== 'string') return explained(found, passed);
    passed.push({ source: name, why: found });
  }
  throw keysMissing(passed);
}

function explained(credentials: Credentials, passed: readonly Passed[]): Credentials {
  return {
    ...credentials,
    get: async (signal, refused) => {
      try {
        return await credentials.get(signal, refused);
      } catch (error) {
        if (signal.aborted || !isBuildError(error)) throw error;
        throw credentialsFailed(error, credentials.describe, passed);
      }
    },
  };
}

/** The same keys, each of their secrets told to `hide` before anybody can use them. */
export function hidden(credentials: Credentials, hide: (secrets: readonly string[]) => void): Credentials {
  let last: Keys | undefined;
  return {
    ...credentials,
    get: async (signal, refused) => {
      const keys = await credentials.get(signal, refused);
      if (keys !== last) hide([keys.accessKeySecret, keys.securityToken].filter((secret) => secret !== ''));
      last = keys;
      return keys;
    },
  };
}
