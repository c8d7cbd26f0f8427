import { basename, posix } from 'node:path';
import type { UploadSource } from '../../communicators/communicator.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { GuestCommands } from './commands.ts';
import { mustRunOnGuest } from './commands.ts';

interface StagingOptions {
  readonly commands: Pick<GuestCommands, 'makeFolder' | 'setMode' | 'removeFolder'>;
  /** Open each folder to everybody, so that a folder made with sudo can be uploaded to. */
  readonly open: boolean;
  /** What is said when a folder cannot be made. */
  readonly failure: string;
  /** What is said when one cannot be removed; the same unless set. */
  readonly removal?: string;
}

/** The folder on the guest that a tool's files are put in before it runs. */
export interface Staging {
  makeFolder(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  /** The contents of `source` become the contents of `target`. */
  uploadFolder(source: string, target: string): Promise<void>;
  uploadFile(source: string, target: string): Promise<void>;
  uploadText(text: string, target: string): Promise<void>;
}

/** Packer uploads files with this mode whatever theirs is. */
const MODE = 0o644;
const OPEN = 'Non-zero exit status. See output above for more info.';

export function staging(scope: ProvisionScope, options: StagingOptions): Staging {
  const { commands, open, failure, removal = failure } = options;
  const transfer = (name: string) => ({
    signal: scope.signal,
    onProgress: (bytes: number, total: number) => scope.transferred(name, bytes, total),
  });
  const upload = (source: UploadSource, target: string) =>
    scope.comm.upload(source, target, transfer('file' in source ? source.file : basename(target)));
  const makeFolder = async (path: string): Promise<void> => {
    scope.note('message', `Creating directory: ${path}`);
    await mustRunOnGuest(commands.makeFolder(path), scope, () => failure);
    if (open) await mustRunOnGuest(commands.setMode(path, '0777'), scope, () => OPEN);
  };
  return {
    makeFolder,
    removeFolder: (path) => mustRunOnGuest(commands.removeFolder(path), scope, () => removal),
    async uploadFolder(source, target) {
      await makeFolder(target);
      await scope.comm.uploadDir(source.endsWith('/') ? source : `${source}/`, target, transfer(source));
    },
    uploadFile: (source, target) => upload({ file: source, mode: MODE }, target),
    uploadText: (text, target) => upload({ content: text, mode: MODE }, target),
  };
}

/** Joins paths of the guest, whatever system this machine runs. */
export function guestPath(...parts: readonly string[]): string {
  return posix.join(...parts);
}
