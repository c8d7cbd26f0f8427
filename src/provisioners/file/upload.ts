import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TransferOptions, UploadSource } from '../../communicators/communicator.ts';
import { localReason } from '../../communicators/ssh/source.ts';
import { transferFailed } from '../../communicators/words.ts';
import { reason } from '../../wire/reason.ts';
import type { ProvisionScope } from '../provisioner.ts';

/** Uploads each source in turn; a folder by the communicator's rule for trailing slashes. */
export async function uploadFrom(
  sources: readonly string[],
  destination: string,
  scope: ProvisionScope,
): Promise<void> {
  for (const source of sources) {
    scope.note('say', `Uploading ${source} => ${destination}`);
    const facts = await stat(source).catch((error: unknown) => {
      throw transferFailed(localReason(source, error), error);
    });
    if (facts.isDirectory())
      await told(scope, scope.comm.uploadDir(source, destination, options(source, scope)));
    else await uploadFile({ file: source }, source, destination, scope);
  }
}

/** Packer writes the text to a file of this name first, readable by its owner only, and shows the name. */
export async function uploadContent(
  content: string,
  name: string,
  destination: string,
  scope: ProvisionScope,
): Promise<void> {
  scope.note('say', `Uploading ${name} => ${destination}`);
  await uploadFile({ content, mode: 0o600 }, name, destination, scope);
}

async function uploadFile(
  source: UploadSource,
  name: string,
  destination: string,
  scope: ProvisionScope,
): Promise<void> {
  const path = destination.endsWith('/') ? destination + basename(name) : destination;
  await told(scope, scope.comm.upload(source, path, options(name, scope)));
}

async function told(scope: ProvisionScope, transfer: Promise<void>): Promise<void> {
  try {
    await transfer;
  } catch (error) {
    scope.note('error', `Upload failed: ${reason(error)}`);
    throw error;
  }
}

function options(name: string, scope: ProvisionScope): TransferOptions {
  return { signal: scope.signal, onProgress: (bytes, total) => scope.transferred(name, bytes, total) };
}
