import type { Communicator } from '../communicator.ts';
import { download, downloadDir } from './download.ts';
import { exec } from './exec.ts';
import type { WinrmOptions } from './options.ts';
import { prompt } from './prompt.ts';
import { upload, uploadDir } from './upload.ts';
import type { Wsman } from './wsman.ts';

/** The communicator over WinRM. Each command has a remote shell of its own, which is removed when it ends. */
export function winrmCommunicator(wsman: Wsman, options: WinrmOptions): Communicator {
  return {
    kind: 'winrm',
    data: {
      ConnType: 'winrm',
      Host: options.host,
      Port: String(options.port),
      User: options.username,
      Password: options.password,
      WinRMPassword: options.password,
    },
    exec: (command, how) => exec(wsman, command, how),
    upload: (source, destination, how) => upload(wsman, source, destination, how),
    uploadDir: (source, destination, how) => uploadDir(wsman, source, destination, how),
    download: (source, destination, how) => download(wsman, source, destination, how),
    downloadDir: (source, destination, how) => downloadDir(wsman, source, destination, how),
    shell: (how) => prompt(wsman, how),
    close: () => wsman.close(),
  };
}
