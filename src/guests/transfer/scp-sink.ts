import { readRecord, type ScpEntry } from '../../wire/scp/record.ts';
import { describeFileError, type FileStatus, type OpenFile } from '../files.ts';
import { EndOfInput, ScpFatal, type ScpLine } from './scp.ts';

/** `scp -t`: takes files and folders. A name goes into the target when that is a folder, else takes its place. */
export async function receive(line: ScpLine): Promise<void> {
  const target = line.command.paths[0]?.path ?? '.';
  if (line.command.intoDirectory && (await statusOf(line, target))?.type !== 'directory') {
    const found = await statusOf(line, target);
    await line.complain(
      `${given(line)}: ${found === undefined ? 'No such file or directory' : 'Not a directory'}`,
    );
    return;
  }
  await takeRecords(line, target);
}

async function takeRecords(line: ScpLine, target: string): Promise<void> {
  const inside = (await statusOf(line, target))?.type === 'directory';
  await line.write('\0');
  let modified: number | undefined;
  for (let text = await nextRecord(line); text !== undefined; text = await nextRecord(line)) {
    const header = readRecord(text);
    if (header === undefined) throw await fatal(line, `protocol error: ${text.slice(0, 60)}`);
    if (header.kind === 'E') return line.write('\0');
    if (header.kind === 'T') {
      modified = header.modified;
      await line.write('\0');
      continue;
    }
    const path = inside ? `${target.replace(/\/+$/, '')}/${header.name}` : target;
    await (header.kind === 'D'
      ? takeDirectory(line, path, header, modified)
      : takeFile(line, path, header, modified));
    modified = undefined;
  }
}

async function nextRecord(line: ScpLine): Promise<string | undefined> {
  const record = await line.input.line();
  if (record?.startsWith('\x01')) return nextRecord(line);
  if (record?.startsWith('\x02')) throw new ScpFatal(record.slice(1));
  return record;
}

async function takeDirectory(line: ScpLine, path: string, header: ScpEntry, modified: number | undefined) {
  if (!line.command.recursive) throw await fatal(line, `received directory without -r`);
  const { files, command } = line;
  try {
    const found = await statusOf(line, path);
    if (found === undefined) await files.makeDirectory(path, header.mode | 0o700);
    else if (found.type !== 'directory') return await line.complain(`${path}: Not a directory`);
    await takeRecords(line, path);
    if (command.preserve || found === undefined) await files.chmod(path, modeFor(line, header));
    if (modified !== undefined) await files.touch(path, modified);
  } catch (error) {
    if (error instanceof ScpFatal || error instanceof EndOfInput) throw error;
    await line.complain(`${path}: ${describeFileError(error)}`);
  }
}

async function takeFile(
  line: ScpLine,
  path: string,
  header: ScpEntry,
  modified: number | undefined,
): Promise<void> {
  const { files, command } = line;
  const existed = (await statusOf(line, path)) !== undefined;
  let file: OpenFile;
  try {
    file = await files.open(path, { write: true, create: true, truncate: true, mode: header.mode });
  } catch (error) {
    return line.complain(`${path}: ${describeFileError(error)}`);
  }
  await line.write('\0');
  const failure = await takeContent(line, file, header.size);
  const sent = await line.answered();
  if (failure !== undefined) return line.complain(`${path}: ${failure}`);
  if (command.preserve || !existed) await files.chmod(path, modeFor(line, header));
  if (modified !== undefined) await files.touch(path, modified);
  if (sent) await line.write('\0');
}

/** Gives what went wrong; the client sends all bytes either way. */
async function takeContent(line: ScpLine, file: OpenFile, size: number): Promise<string | undefined> {
  let failure: string | undefined;
  try {
    for (let offset = 0; offset < size; ) {
      const data = await line.input.some(Math.min(size - offset, 1 << 16));
      if (data === undefined) throw new EndOfInput();
      if (failure === undefined) {
        await file.write(offset, data).catch((error: unknown) => {
          failure = describeFileError(error);
        });
      }
      offset += data.length;
    }
  } finally {
    await file.close();
  }
  return failure;
}

/** Without `-p` the server's usual umask takes the write right from others. */
function modeFor(line: ScpLine, header: ScpEntry): number {
  return line.command.preserve ? header.mode : header.mode & ~0o022;
}

async function statusOf(line: ScpLine, path: string): Promise<FileStatus | undefined> {
  return line.files.stat(path).catch(() => undefined);
}

function given(line: ScpLine): string {
  return line.command.paths[0]?.given ?? '';
}

async function fatal(line: ScpLine, message: string): Promise<ScpFatal> {
  await line.write(`\x02scp: ${message}\n`);
  return new ScpFatal(message);
}
