import { unzipSync, zipSync } from 'fflate';
import type { WindowsFiles } from '../files.ts';
import { nameOf, parentOf } from '../paths.ts';
import { type Cmdlet, hasSwitch } from '../powershell/cmdlet.ts';
import { pathsGiven } from './paths.ts';

const expand: Cmdlet = {
  names: ['expand-archive'],
  parameters: ['path', 'literalpath', 'destinationpath'],
  switches: ['force', 'passthru'],
  positions: ['path', 'destinationpath'],
  async run(call) {
    const { files } = call.process.machine;
    const [to = call.process.folder] = pathsGiven(call, 'destinationpath');
    for (const path of pathsGiven(call, 'path', 'literalpath'))
      for (const [name, bytes] of Object.entries(unzipSync(files.read(path)))) {
        const full = `${to}\\${name.replaceAll('/', '\\')}`;
        if (name.endsWith('/')) files.makeFolder(full);
        else files.write(full, bytes, { make: true });
      }
  },
};

const compress: Cmdlet = {
  names: ['compress-archive'],
  parameters: ['path', 'literalpath', 'destinationpath', 'compressionlevel'],
  switches: ['force', 'update'],
  positions: ['path', 'destinationpath'],
  async run(call) {
    const { files } = call.process.machine;
    const [to] = pathsGiven(call, 'destinationpath');
    if (to === undefined) return;
    if (files.find(to) !== undefined && !hasSwitch(call, 'force'))
      return call.fail(`The archive file ${to} already exists.`, 'ArchiveFileExists');
    const found = pathsGiven(call, 'path', 'literalpath').flatMap((path) => files.match(path));
    files.write(
      to,
      zipSync(Object.assign({}, ...found.map(({ path }) => contents(files, path, parentOf(path))))),
    );
  },
};

function contents(files: WindowsFiles, path: string, top: string): Record<string, Uint8Array> {
  const name = path.slice(top.length).replace(/^\\/, '').replaceAll('\\', '/') || nameOf(path);
  if (!files.isFolder(path)) return { [name]: new Uint8Array(files.read(path)) };
  return Object.assign({}, ...files.list(path).map((item) => contents(files, item.path, top)));
}

export const archiveCmdlets: readonly Cmdlet[] = [expand, compress];
