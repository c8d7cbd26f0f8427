import type { Transfers } from '../communicator.ts';
import type { Link } from '../link.ts';
import { scpDownload, scpDownloadDir } from './download.ts';
import { scpUpload, scpUploadDir } from './upload.ts';

/** Files and folders with the guest's `scp`, spoken to over a link. */
export function scpTransfers(link: Link): Transfers {
  return {
    upload: (source, destination, how) => scpUpload(link, source, destination, how),
    uploadDir: (source, destination, how) => scpUploadDir(link, source, destination, how),
    download: (source, destination, how) => scpDownload(link, source, destination, how),
    downloadDir: (source, destination, how) => scpDownloadDir(link, source, destination, how),
  };
}
