import type { Communicator } from './communicator.ts';
import { notImplemented } from './words.ts';

/** The communicator of `communicator: none`: everything that needs a guest is refused in Packer's words. */
export function noCommunicator(): Communicator {
  const refuse = (what: string) => async (): Promise<never> => {
    throw notImplemented(what, 'none');
  };
  return {
    kind: 'none',
    data: {},
    exec: refuse('Exec'),
    upload: refuse('Upload'),
    uploadDir: refuse('UploadDir'),
    download: refuse('Download'),
    downloadDir: refuse('DownloadDir'),
    close: async () => undefined,
  };
}
