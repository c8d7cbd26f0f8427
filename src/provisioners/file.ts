import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '../template/schema/decode.ts';
import { bool, type Decoded, string, strings } from '../template/schema/field.ts';
import { configRefused } from '../template/words.ts';
import { download } from './file/download.ts';
import { uploadContent, uploadFrom } from './file/upload.ts';
import type { ProvisionerType, ProvisionScope } from './provisioner.ts';
import { renderAtRun } from './render-at-run.ts';
import { finding } from './words.ts';

export const fileFields = {
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
    ...(upload || config.direction === 'download' ? [] : [finding.badDirection]),
    ...missing.map(finding.badSource),
    ...(sources.length > 0 && config.content !== '' ? [finding.sourceAndContent] : []),
    ...(sources.length === 0 && config.content === '' ? [finding.noSource] : []),
    ...(config.destination === '' ? [finding.noDestination] : []),
  ];
}
