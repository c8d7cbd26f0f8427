import { table } from '../../accounts.ts';
import { writeWhole } from '../../files.ts';
import type { CommandCall } from './command.ts';

/** Rows of /etc/passwd and its kin, changed and written back. */
export async function editTable(
  call: CommandCall,
  path: string,
  change: (rows: readonly (readonly string[])[]) => readonly (readonly string[])[],
): Promise<void> {
  const { files } = call.process;
  const rows = change(await table(files, path));
  await writeWhole(files, path, rows.map((row) => `${row.join(':')}\n`).join(''));
}

/** The lowest number from 1000 on that no row has in its third field. */
export function freeNumber(rows: readonly (readonly string[])[], from = 1000): number {
  const taken = new Set(rows.map((row) => Number(row[2])));
  let number = from;
  while (taken.has(number)) number++;
  return number;
}

/** Options with a value, flags and names of a command line such as useradd's. */
export function parseFlags(args: readonly string[], valued: Readonly<Record<string, string>>) {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const names: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    const [head = '', inline] = argument.startsWith('--') ? argument.split(/=(.*)/s) : [argument];
    const key = valued[head];
    if (key !== undefined) values.set(key, inline ?? args[++index] ?? '');
    else if (argument.startsWith('--')) flags.add(argument);
    else if (argument.startsWith('-') && argument.length > 1) {
      const letters = [...argument.slice(1)];
      for (const [place, letter] of letters.entries()) {
        const named = valued[`-${letter}`];
        if (named === undefined) flags.add(`-${letter}`);
        else {
          values.set(named, letters.slice(place + 1).join('') || (args[++index] ?? ''));
          break;
        }
      }
    } else names.push(argument);
  }
  return { values, flags, names };
}
