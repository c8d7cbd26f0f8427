import { absolute } from '../paths.ts';
import type { Process } from '../process.ts';
import { administration } from './administration.ts';
import { batchFile, cmdProgram } from './cmd.ts';
import { reports } from './reports.ts';

/** A program: its arguments to its exit code. */
export type Program = (process: Process, args: readonly string[]) => Promise<number>;

function programNamed(name: string): Program | undefined {
  if (name === 'cmd') return cmdProgram;
  if (name === 'powershell')
    return async (process, args) =>
      (await import('../powershell/program.ts')).powershellProgram(process, args);
  const table = Object.hasOwn(reports, name) ? reports : administration;
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** What a name or path means: a program of the system, or a batch file. */
export function findProgram(name: string, process: Process): Program | undefined {
  const bare = name
    .replace(/^.*[\\/]/, '')
    .replace(/\.(exe|com)$/i, '')
    .toLowerCase();
  const own = programNamed(bare);
  if (own !== undefined && (bare === name.toLowerCase() || isOfSystem(name, process))) return own;
  for (const ending of ['', '.bat', '.cmd']) {
    const path = absolute(`${name}${ending}`, process.folder);
    if (/\.(bat|cmd)$/i.test(path) && process.machine.files.find(path)?.folder === false)
      return (inner, args) => batchFile(inner, path, args);
  }
  return undefined;
}

function isOfSystem(name: string, process: Process): boolean {
  if (!/[\\/]/.test(name)) return true;
  return absolute(process.environment.expand(name), process.folder).toLowerCase().startsWith('c:\\windows\\');
}
