import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * The programs that work in a folder of a run and began after this one: those that name it in their environment or command line or
 * are in it, and all that they have started. Only Linux tells; elsewhere the list is empty.
 * @param {string} folder
 * @returns {{ pid: number, command: string }[]}
 */
export function processesOf(folder) {
  // A shorter path would stand in what has nothing to do with the run.
  if (basename(folder).length < 8) throw new Error(`no folder of a run: ${folder}`);
  const all = existsSync('/proc/self/environ') ? readdirSync('/proc').flatMap(described) : [];
  const own = all.find(({ pid }) => pid === process.pid);
  const later = all.filter(
    ({ pid, begun, command }) => pid !== process.pid && command !== '' && begun >= (own?.begun ?? 0),
  );
  const found = later.filter(({ marks }) => marks.some((mark) => mark.includes(folder)));
  for (const { pid } of found)
    found.push(...later.filter((one) => one.parent === pid && !found.includes(one)));
  return found.map(({ pid, command }) => ({ pid, command }));
}

/** @param {string} name of a folder of /proc */
function described(name) {
  const pid = Number(name);
  const from = `/proc/${name}`;
  if (Number.isNaN(pid)) return [];
  try {
    const command = readFileSync(`${from}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    const marks = [command, readFileSync(`${from}/environ`, 'utf8'), readlinkSync(`${from}/cwd`)];
    // Behind the name, which may have blanks: the state, the parent, and as the 20th the beginning.
    const fields = readFileSync(`${from}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    return [{ pid, command, marks, parent: fields[1] ?? 0, begun: fields[19] ?? 0 }];
  } catch {
    // It has ended meanwhile, or is somebody else's.
    return [];
  }
}
