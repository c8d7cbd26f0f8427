import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import { describeFileError, makeDirectories, writeWhole } from '../../files.ts';
import { type CommandCall, failed, type GuestCommand, ok } from './command.ts';
import { parseFlags } from './etc-table.ts';

const install: GuestCommand = {
  name: 'install',
  run: async (args, call) => {
    const { values, flags, names } = parseFlags(args, {
      '-m': 'mode',
      '--mode': 'mode',
      '-o': 'owner',
      '-g': 'group',
      '-t': 'into',
      '--owner': 'owner',
      '--group': 'group',
    });
    const mode = Number.parseInt(values.get('mode') ?? '755', 8);
    try {
      if (flags.has('-d'))
        for (const name of names) await makeDirectories(call.process.files, call.path(name), mode);
      const made = flags.has('-d')
        ? names.map((name) => call.path(name))
        : await copies(call, names, values.get('into'), { mode, parents: flags.has('-D') });
      return await own(call, made, values);
    } catch (error) {
      return failed(`install: ${describeFileError(error)}`);
    }
  },
};

async function copies(
  call: CommandCall,
  names: readonly string[],
  into: string | undefined,
  how: { mode: number; parents: boolean },
) {
  const { files } = call.process;
  const target = call.path(into ?? names.at(-1) ?? '');
  const sources = into === undefined ? names.slice(0, -1) : names;
  if (how.parents) await makeDirectories(files, into === undefined ? posix.dirname(target) : target);
  const inside = (await files.stat(target).catch(() => undefined))?.type === 'directory';
  const made: string[] = [];
  for (const source of sources) {
    const path = inside ? posix.join(target, posix.basename(source)) : target;
    await writeWhole(files, path, files.whole(call.path(source)).slice(), how.mode);
    made.push(path);
  }
  return made;
}

async function own(call: CommandCall, paths: readonly string[], values: ReadonlyMap<string, string>) {
  const owner = `${values.get('owner') ?? ''}${values.has('group') ? `:${values.get('group')}` : ''}`;
  if (owner === '') return ok();
  return call.start({ text: 'chown "$@"', name: 'sh', args: [owner, ...paths], options: [] });
}

const mktemp: GuestCommand = {
  name: 'mktemp',
  run: async (args, call) => {
    const { values, flags, names } = parseFlags(args, {
      '-p': 'folder',
      '--tmpdir': 'folder',
      '--suffix': 'suffix',
    });
    const template = names[0] ?? 'tmp.XXXXXXXXXX';
    const runs = /X{3,}/.exec(template);
    if (runs === null) return failed(`mktemp: too few X's in template '${template}'`);
    const letters = randomBytes(runs[0].length).toString('hex').slice(0, runs[0].length);
    const name = template.replace(runs[0], letters) + (values.get('suffix') ?? '');
    const folder =
      values.get('folder') ??
      (names[0] === undefined || flags.has('-t') ? (call.environment['TMPDIR'] ?? '/tmp') : call.directory);
    const path = posix.resolve(folder, name);
    if (flags.has('-u')) return ok(`${path}\n`);
    try {
      if (flags.has('-d') || flags.has('--directory')) await call.process.files.makeDirectory(path, 0o700);
      else await writeWhole(call.process.files, path, '', 0o600);
    } catch (error) {
      return failed(`mktemp: failed to create file via template '${template}': ${describeFileError(error)}`);
    }
    return ok(`${path}\n`);
  },
};

const realpath: GuestCommand = {
  name: 'realpath',
  run: async (args, call) => {
    const names = args.filter((argument) => !argument.startsWith('-'));
    try {
      const paths = await Promise.all(names.map((name) => call.process.files.resolve(call.path(name))));
      return ok(paths.map((path) => `${path}\n`).join(''));
    } catch (error) {
      return failed(`realpath: ${names.join(' ')}: ${describeFileError(error)}`);
    }
  },
};

const truncate: GuestCommand = {
  name: 'truncate',
  run: async (args, call) => {
    const { values, names } = parseFlags(args, { '-s': 'size', '--size': 'size' });
    const size = byteCount(values.get('size') ?? '0');
    if (size === undefined) return failed(`truncate: Invalid number: '${values.get('size')}'`);
    for (const name of names) {
      const file = await call.process.files.open(call.path(name), { write: true, create: true });
      await file.truncate(size);
    }
    return ok();
  },
};

/** `10`, `4k`, `1M`, `2G`. */
function byteCount(text: string): number | undefined {
  const match = /^(\d+)([kKMG]?)B?$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * 1024 ** ['', 'K', 'M', 'G'].indexOf((match[2] ?? '').toUpperCase());
}

/** Filling the disk with zeros before an image is taken is common: what would not fit into memory ends as a full disk does. */
const most = 256 * 1024 * 1024;

const dd: GuestCommand = {
  name: 'dd',
  run: async (args, call) => {
    const given = new Map(
      args.map((argument) => [argument.split('=')[0] ?? '', argument.split('=').slice(1).join('=')]),
    );
    const block = byteCount(given.get('bs') ?? '512') ?? 512;
    const wanted = given.has('count') ? Number(given.get('count')) * block : undefined;
    const skipped = Number(given.get('skip') ?? 0) * block;
    try {
      const data = input(call, given.get('if'), skipped + (wanted ?? most + 1)).subarray(
        skipped,
        wanted === undefined ? undefined : skipped + wanted,
      );
      const full = data.length > most;
      const target = given.get('of');
      const stdout = target === undefined ? data : Buffer.alloc(0);
      if (target !== undefined && !full) await writeInto(call, target, data, given);
      const count = `${Math.floor(data.length / block)}+${data.length % block === 0 ? 0 : 1}`;
      const report = `${count} records in\n${count} records out\n${data.length} bytes copied\n`;
      const stderr = `${full ? `dd: error writing '${target}': No space left on device\n` : ''}${given.get('status') === 'none' ? '' : report}`;
      return { stdout, stderr, code: full ? 1 : 0 };
    } catch (error) {
      return failed(
        `dd: failed to open '${given.get('if') ?? given.get('of')}': ${describeFileError(error)}`,
      );
    }
  },
};

function input(call: CommandCall, path: string | undefined, length: number): Buffer {
  if (path === undefined) return call.stdin;
  const size = Math.min(length, most + 1);
  if (path === '/dev/zero') return Buffer.alloc(size);
  if (path === '/dev/urandom' || path === '/dev/random') return randomBytes(size);
  return Buffer.from(call.process.files.whole(call.path(path)));
}

async function writeInto(
  call: CommandCall,
  target: string,
  data: Buffer,
  given: ReadonlyMap<string, string>,
): Promise<void> {
  const seek = Number(given.get('seek') ?? 0) * (byteCount(given.get('bs') ?? '512') ?? 512);
  const keeps = (given.get('conv') ?? '').includes('notrunc') || seek > 0;
  const file = await call.process.files.open(call.path(target), {
    write: true,
    create: true,
    truncate: !keeps,
  });
  await file.write(seek, data);
}

export const fileCommands = [install, mktemp, realpath, truncate, dd];
