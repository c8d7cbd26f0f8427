import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/**
 * Binds a temporary folder, and every program that works in it, to this process: another process waits for this one to end, however
 * it ends, then ends what still runs and removes the folder.
 * @param {string} folder
 */
export function leash(folder) {
  const holder = fileURLToPath(new URL('leash-holder.js', import.meta.url));
  const stdio = /** @type {const} */ (['pipe', 'pipe', 'inherit']);
  const child = spawn(process.execPath, [holder, folder], { stdio, detached: true });
  const left = text(child.stdout);
  child.unref();
  return {
    /** Does it now. Gives a line for each program that still ran, which is a fault of whoever started it. */
    async release() {
      // Its end is awaited now: without this the process leaves before it, with status 13.
      child.ref();
      child.stdin.end();
      await once(child, 'close');
      return await left;
    },
  };
}
