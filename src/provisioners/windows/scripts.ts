import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { UploadSource } from '../../communicators/communicator.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { type ScriptSettings, scriptFiles } from '../script/scripts.ts';
import { explained } from '../words.ts';

export interface WindowsScript {
  /** As shown to the user. */
  readonly path: string;
  readonly source: UploadSource;
}

const MODE = 0o644;

/** The scripts to run, in order: the files, or one made of the inline commands, which Packer writes to a file `prefix...`. */
export function windowsScripts(settings: ScriptSettings, prefix: string): readonly WindowsScript[] {
  if (settings.inline.length === 0)
    return scriptFiles(settings).map((file) => ({ path: file, source: { file, mode: MODE } }));
  const content = settings.inline.map((line) => `${line}\r\n`).join('');
  return [{ path: join(tmpdir(), `${prefix}${randomInt(2 ** 32)}`), source: { content, mode: MODE } }];
}

/** A remote path that ends with a backslash is a folder, which the script keeps its name in. */
export function remotePathOf(script: WindowsScript, remotePath: string): string {
  return remotePath.endsWith('\\') ? remotePath + basename(script.path) : remotePath;
}

export async function uploadScript(
  script: WindowsScript,
  remotePath: string,
  scope: ProvisionScope,
): Promise<void> {
  await scope.comm
    .upload(script.source, remotePath, {
      signal: scope.signal,
      onProgress: (bytes, total) => scope.transferred(script.path, bytes, total),
    })
    .catch((error: unknown) => {
      throw explained('Error uploading script: ', error);
    });
}
