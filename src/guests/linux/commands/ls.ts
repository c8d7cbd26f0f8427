import { posix } from 'node:path';
import { table } from '../../accounts.ts';
import { describeFileError, type FileStatus } from '../../files.ts';
import { modeText } from '../../transfer/sftp-attributes.ts';
import type { CommandCall, GuestCommand } from './command.ts';

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly status: FileStatus;
}

interface Names {
  readonly users: ReadonlyMap<number, string>;
  readonly groups: ReadonlyMap<number, string>;
}

/** The shell's own `ls` knows neither modes nor owners, so the long form is ours. */
export const ls: GuestCommand = {
  name: 'ls',
  run: async (args, call) => {
    const flags = args.filter((argument) => /^-[a-zA-Z1]/.test(argument)).join('');
    if (!/[lgn]/.test(flags))
      return call.original(args.filter((argument) => !argument.startsWith('--color')));
    const paths = args.filter((argument) => !argument.startsWith('-'));
    const names = { users: await namesIn(call, '/etc/passwd'), groups: await namesIn(call, '/etc/group') };
    let [stdout, stderr] = ['', ''];
    const plain: Entry[] = [];
    for (const given of paths.length === 0 ? ['.'] : paths) {
      try {
        const path = call.path(given);
        const status = await call.process.files.lstat(path);
        if (status.type !== 'directory' || flags.includes('d')) plain.push({ name: given, path, status });
        else stdout += await folder(call, { given, path, flags, names, titled: paths.length > 1 });
      } catch (error) {
        stderr += `ls: cannot access '${given}': ${describeFileError(error)}\n`;
      }
    }
    const lines = await Promise.all(sorted(plain, flags).map((entry) => line(call, entry, flags, names)));
    return { stdout: lines.join('') + stdout, stderr, code: stderr === '' ? 0 : 2 };
  },
};

interface Folder {
  readonly given: string;
  readonly path: string;
  readonly flags: string;
  readonly names: Names;
  readonly titled: boolean;
}

async function folder(call: CommandCall, { given, path, flags, names, titled }: Folder): Promise<string> {
  const { files } = call.process;
  const found = (await files.list(path)).filter((name) => !name.startsWith('.') || /[aA]/.test(flags));
  const all = flags.includes('a') ? ['.', '..', ...found] : found;
  const entries = await Promise.all(
    all.map(async (name) => ({
      name,
      path: posix.join(path, name),
      status: await files.lstat(posix.join(path, name)),
    })),
  );
  const lines = await Promise.all(sorted(entries, flags).map((entry) => line(call, entry, flags, names)));
  const blocks = entries.reduce((sum, { status }) => sum + Math.ceil(status.size / 4096) * 4, 0);
  let text = `${titled || flags.includes('R') ? `${given}:\n` : ''}total ${blocks}\n${lines.join('')}`;
  if (!flags.includes('R')) return text;
  for (const { name, path: below, status } of entries) {
    if (status.type === 'directory' && name !== '.' && name !== '..')
      text += `\n${await folder(call, { given: posix.join(given, name), path: below, flags, names, titled: true })}`;
  }
  return text;
}

function sorted(entries: readonly Entry[], flags: string): readonly Entry[] {
  const list = [...entries];
  if (flags.includes('t')) list.sort((a, b) => b.status.modified - a.status.modified);
  if (flags.includes('S')) list.sort((a, b) => b.status.size - a.status.size);
  return flags.includes('r') ? list.reverse() : list;
}

async function line(call: CommandCall, entry: Entry, flags: string, names: Names): Promise<string> {
  const { status, name, path } = entry;
  const user = flags.includes('n') ? status.uid : (names.users.get(status.uid) ?? status.uid);
  const group = flags.includes('n') ? status.gid : (names.groups.get(status.gid) ?? status.gid);
  const target = status.type === 'link' ? ` -> ${await call.process.files.readLink(path)}` : '';
  return `${modeText(status)} 1 ${user} ${group} ${sizeText(status.size, flags)} ${dateText(status.modified)} ${name}${target}\n`;
}

function sizeText(size: number, flags: string): string {
  if (!flags.includes('h') || size < 1024) return String(size).padStart(5);
  const units = 'KMGT';
  const power = Math.min(Math.floor(Math.log2(size) / 10), units.length);
  const value = size / 1024 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)}${units.charAt(power - 1)}`.padStart(5);
}

function dateText(modified: number): string {
  const date = new Date(modified * 1000);
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
  return `${month} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 16)}`;
}

async function namesIn(call: CommandCall, path: string): Promise<ReadonlyMap<number, string>> {
  const rows = await table(call.process.computer.rootFiles, path);
  return new Map(rows.map((row) => [Number(row[2]), row[0] ?? '']));
}
