import { record } from '../../wire/scp/record.ts';
import { describeFileError, type FileStatus } from '../files.ts';
import { EndOfInput, ScpFatal, type ScpLine } from './scp.ts';
import type { ScpPath } from './scp-command.ts';

/** `scp -f`: sends what the client asked for; what cannot be sent becomes a warning. */
export async function sendAll(line: ScpLine): Promise<void> {
  await line.answered();
  for (const wanted of line.command.paths) {
    for (const path of await expand(line, wanted)) await send(line, path, path);
  }
}

/** Wildcards as the login shell would expand them: sorted, hidden files left out, unchanged when nothing fits. */
async function expand(line: ScpLine, wanted: ScpPath): Promise<readonly string[]> {
  const { pattern } = wanted;
  if (pattern === undefined) return [wanted.path];
  const depth = wanted.path.split('/').length - 1;
  let found: string[] = [''];
  for (let level = 1; level <= depth; level++) {
    const next: string[] = [];
    for (const folder of found) {
      for (const name of await line.files.list(folder || '/').catch(() => [])) {
        if (!name.startsWith('.') || wanted.path.includes('/.')) next.push(`${folder}/${name}`);
      }
    }
    const prefix = prefixPattern(wanted.path, level);
    found = next.filter((path) => (level === depth ? pattern.test(path) : prefix.test(path)));
  }
  return found.length === 0 ? [wanted.path] : found.sort();
}

/** Rough match of the first folders, only to keep the walk small. */
function prefixPattern(path: string, level: number): RegExp {
  const names = path.split('/').slice(1, level + 1);
  const sources = names.map((name) =>
    /[*?[]/.test(name) ? '[^/]*' : name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(`^/${sources.join('/')}$`);
}

async function send(line: ScpLine, path: string, shown: string): Promise<void> {
  try {
    const status = await line.files.stat(path);
    if (status.type === 'file') await sendFile(line, path, status);
    else if (status.type === 'directory' && line.command.recursive) await sendDirectory(line, path, status);
    else await line.complain(`${shown}: not a regular file`);
  } catch (error) {
    if (error instanceof ScpFatal || error instanceof EndOfInput) throw error;
    await line.complain(`${shown}: ${describeFileError(error)}`);
  }
}

async function sendFile(line: ScpLine, path: string, status: FileStatus): Promise<void> {
  const file = await line.files.open(path, { write: false });
  try {
    if (!(await announce(line, status))) return;
    await line.write(record({ kind: 'C', mode: status.mode, size: status.size, name: nameOf(path) }));
    if (!(await line.answered())) return;
    for (let offset = 0; offset < status.size; ) {
      const data = await file.read(offset, Math.min(1 << 16, status.size - offset));
      if (data.length === 0) throw new ScpFatal('the file became shorter');
      await line.write(data);
      offset += data.length;
    }
    await line.write('\0');
    await line.answered();
  } finally {
    await file.close();
  }
}

async function sendDirectory(line: ScpLine, path: string, status: FileStatus): Promise<void> {
  const names = await line.files.list(path);
  if (!(await announce(line, status))) return;
  await line.write(record({ kind: 'D', mode: status.mode, size: 0, name: nameOf(path) }));
  if (!(await line.answered())) return;
  for (const name of names) {
    const child = `${path.replace(/\/+$/, '')}/${name}`;
    await send(line, child, child);
  }
  await line.write('E\n');
  await line.answered();
}

/** The times record of `-p`. */
async function announce(line: ScpLine, status: FileStatus): Promise<boolean> {
  if (!line.command.preserve) return true;
  const seconds = Math.floor(status.modified);
  await line.write(`T${seconds} 0 ${seconds} 0\n`);
  return line.answered();
}

function nameOf(path: string): string {
  return path.replace(/\/+$/, '').split('/').pop() ?? path;
}
