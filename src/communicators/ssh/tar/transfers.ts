import type { TransferOptions } from '../../communicator.ts';
import type { Transfers } from '../communicator.ts';
import type { Link } from '../link.ts';
import { calm } from '../progress.ts';
import { tarDownload } from './download.ts';
import { findTar, type GuestTar } from './guest-tar.ts';
import { tarUpload } from './upload.ts';

/** Folders as one archive each where the guest has tar, else as `plain` moves them. */
export function folderTransfers(link: Link, plain: Transfers): Pick<Transfers, 'uploadDir' | 'downloadDir'> {
  let asked: Promise<GuestTar> | undefined;
  const tarOf = ({ signal }: TransferOptions): Promise<GuestTar> => {
    asked ??= findTar(link, signal);
    // One cancelled question must not answer the next one.
    asked.catch(() => {
      asked = undefined;
    });
    return asked;
  };
  return {
    async uploadDir(source, destination, options) {
      const how = calm(options);
      const tar = await tarOf(how);
      if (tar.kind !== 'none' && (await tarUpload(link, { tar, source, destination }, how))) return;
      await plain.uploadDir(source, destination, how);
    },
    async downloadDir(source, destination, options) {
      const how = calm(options);
      const tar = await tarOf(how);
      if (tar.kind !== 'none' && (await tarDownload(link, { tar, source, destination }, how))) return;
      await plain.downloadDir(source, destination, how);
    },
  };
}
