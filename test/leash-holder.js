import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { processesOf } from './processes-of.js';

/** Waits until whoever started it has ended; then ends the programs of a folder and removes it: `node leash-holder.js FOLDER`. */
const [folder = ''] = process.argv.slice(2);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
await once(process.stdin.resume(), 'close');
// What ends together with its parent by itself is given the time for that.
for (let tries = 0; tries < 50 && processesOf(folder).length > 0; tries += 1) await pause(20);
const ended = new Set();
for (let found = processesOf(folder); found.length > 0; found = processesOf(folder)) {
  for (const { pid, command } of found) {
    ended.add(command);
    end(pid);
  }
  await pause(20);
}
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
// Nobody is there to read it where the run was killed.
process.stdout.on('error', () => {});
for (const command of ended) process.stdout.write(`${command}\n`);

function end(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Ended by itself.
  }
}
