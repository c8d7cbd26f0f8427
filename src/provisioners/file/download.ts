import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { reason } from '../../wire/reason.ts';
import type { ProvisionScope } from '../provisioner.ts';

/**
 * Downloads each source in turn. A source that ends with a slash or holds a wildcard is a folder download, and the last
 * one: Packer looks at no further source.
 */
export async function download(
  sources: readonly string[],
  destination: string,
  scope: ProvisionScope,
): Promise<void> {
  for (const source of sources) {
    scope.note('say', `Downloading ${source} => ${destination}`);
    const folder = destination.endsWith('/');
    await mkdir(folder ? destination : dirname(destination), { recursive: true, mode: 0o755 });
    const options = {
      signal: scope.signal,
      onProgress: (bytes: number, total: number) => scope.transferred(source, bytes, total),
    };
    if (source.endsWith('/') || /[*?[]/.test(source))
      return told(scope, scope.comm.downloadDir(source, destination, options));
    const path = folder ? join(destination, basename(source)) : destination;
    await told(scope, scope.comm.download(source, path, options));
  }
}

async function told(scope: ProvisionScope, transfer: Promise<void>): Promise<void> {
  try {
    await transfer;
  } catch (error) {
    scope.note('error', `Download failed: ${reason(error)}`);
    throw error;
  }
}
