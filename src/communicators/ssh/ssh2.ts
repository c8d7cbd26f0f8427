import { createRequire } from 'node:module';
import type ssh2 from 'ssh2';

let loaded: typeof ssh2 | undefined;

/** The SSH library, loaded when it is first used: checking a template's settings must not pay for it. */
export function sshLibrary(): typeof ssh2 {
  loaded ??= createRequire(import.meta.url)('ssh2') as typeof ssh2;
  return loaded;
}
