import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { TransferOptions, UploadSource } from '../../communicators/communicator.ts';
import { localReason } from '../../communicators/ssh/source.ts';
import { transferFailed } from '../../communicators/words.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { reason } from '../../wire/reason.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';

const fileFields = {
  source: string('File or folder to copy; with a slash at the end, the contents of the folder.'),
  sources: strings('Several of them.'),
  content: string('Text to upload, instead of a file.'),
  destination: string(
    'Where to copy to; with a slash at the end, a folder that files keep their names in.',
    '',
    { required: true },
  ),
  direction: string('`upload` to the guest or `download` from it.', 'upload'),
  generated: bool(
    'The source comes to be during the build; do not look for it when the template is validated.',
  ),
} as const;

type FileConfig = Decoded<typeof fileFields>;

/** Copies files and folders to the guest or from it. */
export const file: ProvisionerType = {
  type: 'file',
  fields: fileFields,
  prepare(raws, context) {
    const config = decode(fileFields, raws, { context });
    const sources = [...config.sources, ...(config.source === '' ? [] : [config.source])];
    const findings = findingsOf(config, sources);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'file', run: (scope) => run(config, sources, scope) };
  },
};

async function run(config: FileConfig, sources: readonly string[], scope: ProvisionScope): Promise<void> {
  const destination = renderAtRun(config.destination, scope);
  const rendered = sources.map((source) => renderAtRun(source, scope));
  if (config.direction === 'download') return download(rendered, destination, scope);
  if (config.content === '') return uploadFrom(rendered, destination, scope);
  await uploadContent(config.content, join(tmpdir(), `packer-file${randomInt(2 ** 32)}`), destination, scope);
}

function findingsOf(config: FileConfig, sources: readonly string[]): readonly string[] {
  const upload = config.direction === 'upload';
  const missing = upload && !config.generated ? sources.filter((source) => !existsSync(source)) : [];
  return [
    ...(upload || config.direction === 'download' ? [] : ['Direction must be one of: download, upload.']),
    ...missing.map(finding.badSource),
    ...(sources.length > 0 && config.content !== '' ? ['source(s) conflicts with content.'] : []),
    ...(sources.length === 0 && config.content === '' ? ['Source must be specified.'] : []),
    ...(config.destination === '' ? ['Destination must be specified.'] : []),
  ];
}

/** Uploads each source in turn; a folder by the communicator's rule for trailing slashes. */
async function uploadFrom(
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
      await reportingFailure(
        'Upload',
        scope,
        scope.comm.uploadDir(source, destination, options(source, scope)),
      );
    else await uploadFile({ file: source }, source, destination, scope);
  }
}

/** Packer writes the text to a file of this name first, readable by its owner only, and shows the name. */
async function uploadContent(
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
  await reportingFailure('Upload', scope, scope.comm.upload(source, path, options(name, scope)));
}

function options(name: string, scope: ProvisionScope): TransferOptions {
  return { signal: scope.signal, onProgress: (bytes, total) => scope.transferred(name, bytes, total) };
}

/**
 * Downloads each source in turn. A source that ends with a slash or holds a wildcard is a folder download, and the last
 * one: Packer looks at no further source.
 */
async function download(
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
      return reportingFailure('Download', scope, scope.comm.downloadDir(source, destination, options));
    const path = folder ? join(destination, basename(source)) : destination;
    await reportingFailure('Download', scope, scope.comm.download(source, path, options));
  }
}

/** Waits for a transfer; a failed one is shown before it ends the provisioner. */
async function reportingFailure(
  what: 'Upload' | 'Download',
  scope: ProvisionScope,
  transfer: Promise<void>,
): Promise<void> {
  try {
    await transfer;
  } catch (error) {
    scope.note('error', `${what} failed: ${reason(error)}`);
    throw error;
  }
}

const finding = {
  badSource: (path: string) => `Bad source '${path}': stat ${path}: no such file or directory`,
} as const;
