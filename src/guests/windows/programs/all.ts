import { absolute } from '../paths.ts';
import type { Process, Program } from '../process.ts';
import { administration } from './administration.ts';
import { batchFile, cmdProgram } from './cmd.ts';
import { reports } from './reports.ts';

function programNamed(name: string, { machine }: Process): Program | undefined {
  if (name === 'cmd') return cmdProgram;
  if (name === 'pwsh') return machine.pwsh;
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
  const own = programNamed(bare, process);
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
