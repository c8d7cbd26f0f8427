import ssh2, { type SFTPWrapper } from 'ssh2';
import { fileErrorCode, type GuestFiles } from '../files.ts';
import {
  type InputAttributes,
  nameEntry,
  openOptions,
  setAttributes,
  wireAttributes,
} from './sftp-attributes.ts';
import { HandleTable } from './sftp-handles.ts';

const { STATUS_CODE } = ssh2.utils.sftp;

/**
 * SFTP version 3 over the guest's files. Requests are answered in the order they came: clients send writes and the
 * close after them without waiting.
 */
export function serveSftp(sftp: SFTPWrapper, files: GuestFiles, home: string, onEnd: () => void): void {
  const handles = new HandleTable();
  let last: Promise<unknown> = Promise.resolve();
  const absolute = (path: string) => (path.startsWith('/') ? path : `${home}/${path}`);
  const answer = (id: number, work: () => Promise<unknown>) => {
    last = last.then(work).catch((error: unknown) => fail(sftp, id, error));
  };
  const done = (id: number, work: () => Promise<unknown>) =>
    answer(id, async () => {
      await work();
      sftp.status(id, STATUS_CODE.OK);
    });
  const desk: Desk = { sftp, files, handles, absolute, answer, done };
  serveHandles(desk);
  serveFolders(desk);
  servePaths(desk);
  sftp.on('end', () => {
    last.then(() => handles.closeAll()).then(onEnd, onEnd);
  });
  sftp.on('error', () => onEnd());
}

interface Desk {
  readonly sftp: SFTPWrapper;
  readonly files: GuestFiles;
  readonly handles: HandleTable;
  absolute(path: string): string;
  answer(id: number, work: () => Promise<unknown>): void;
  done(id: number, work: () => Promise<unknown>): void;
}

function serveHandles({ sftp, files, handles, absolute, answer, done }: Desk): void {
  sftp.on('OPEN', (id, name, flags, attributes) =>
    answer(id, async () => {
      const path = absolute(name);
      sftp.handle(id, handles.addFile(await files.open(path, openOptions(flags, attributes)), path));
    }),
  );
  sftp.on('READ', (id, handle, offset, length) =>
    answer(id, async () => {
      const data = await handles.file(handle).read(offset, Math.min(length, 1 << 18));
      if (data.length === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, Buffer.from(data));
    }),
  );
  sftp.on('WRITE', (id, handle, offset, data) => done(id, () => handles.file(handle).write(offset, data)));
  sftp.on('CLOSE', (id, handle) => done(id, () => handles.close(handle)));
  sftp.on('FSTAT', (id, handle) =>
    answer(id, async () => sftp.attrs(id, wireAttributes(await handles.file(handle).status()))),
  );
  sftp.on('FSETSTAT', (id, handle, attributes: InputAttributes) =>
    done(id, () => setAttributes(files, handles.path(handle), attributes)),
  );
}

function serveFolders({ sftp, files, handles, absolute, answer, done }: Desk): void {
  sftp.on('OPENDIR', (id, path) =>
    answer(id, async () =>
      sftp.handle(id, handles.addFolder(absolute(path), await files.list(absolute(path)))),
    ),
  );
  sftp.on('READDIR', (id, handle) =>
    answer(id, async () => {
      const { path, names } = handles.nextNames(handle, 100);
      if (names.length === 0) return sftp.status(id, STATUS_CODE.EOF);
      const entries = await Promise.all(
        names.map(async (name) =>
          nameEntry(name, await files.lstat(`${path}/${name}`).catch(() => undefined)),
        ),
      );
      return sftp.name(id, entries);
    }),
  );
  sftp.on('MKDIR', (id, path, attributes: InputAttributes) =>
    done(id, () => files.makeDirectory(absolute(path), (attributes.mode ?? 0o755) & 0o7777)),
  );
  sftp.on('RMDIR', (id, path) => done(id, () => files.removeDirectory(absolute(path))));
}

function servePaths({ sftp, files, absolute, answer, done }: Desk): void {
  sftp.on('STAT', (id, path) =>
    answer(id, async () => sftp.attrs(id, wireAttributes(await files.stat(absolute(path))))),
  );
  sftp.on('LSTAT', (id, path) =>
    answer(id, async () => sftp.attrs(id, wireAttributes(await files.lstat(absolute(path))))),
  );
  sftp.on('SETSTAT', (id, path, attributes: InputAttributes) =>
    done(id, () => setAttributes(files, absolute(path), attributes)),
  );
  sftp.on('REALPATH', (id, path) =>
    answer(id, async () => sftp.name(id, [nameEntry(await files.resolve(absolute(path)), undefined)])),
  );
  sftp.on('REMOVE', (id, path) => done(id, () => files.remove(absolute(path))));
  sftp.on('RENAME', (id, from, to) =>
    done(id, async () => {
      // Version 3 forbids replacing; OpenSSH's server answers a plain failure.
      if (await exists(files, absolute(to))) throw new Error('target exists');
      await files.rename(absolute(from), absolute(to));
    }),
  );
  sftp.on('READLINK', (id, path) =>
    answer(id, async () => sftp.name(id, [nameEntry(await files.readLink(absolute(path)), undefined)])),
  );
  // Everybody who meets an OpenSSH server sends the target first, against the draft; ssh2 turns the two round only
  // for clients that are OpenSSH themselves.
  sftp.on('SYMLINK', (id, first, second) => {
    const [target, link] = Reflect.get(sftp, '_isOpenSSH') === true ? [second, first] : [first, second];
    done(id, () => files.link(target, absolute(link)));
  });
  sftp.on('EXTENDED', (id) => sftp.status(id, STATUS_CODE.OP_UNSUPPORTED));
}

async function exists(files: GuestFiles, path: string): Promise<boolean> {
  return files.lstat(path).then(
    () => true,
    () => false,
  );
}

function fail(sftp: SFTPWrapper, id: number, error: unknown): void {
  const code = fileErrorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  else if (code === 'EACCES' || code === 'EPERM') sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
  else sftp.status(id, STATUS_CODE.FAILURE, error instanceof Error ? error.message : 'Failure');
}
