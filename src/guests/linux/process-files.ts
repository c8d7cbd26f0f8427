import type { IFileSystem } from 'just-bash';
import { linuxCommands } from './commands/all.ts';
import { deniedPath } from './commands/target.ts';
import type { Process } from './process.ts';
import { errorPath, outPath } from './redirect.ts';
import { shellWords } from './rewrite.ts';
import { shellFiles } from './shell-files.ts';

const programs = new Set(linuxCommands.map((command) => command.name));
const hidden = [...programs].filter((name) => name.startsWith('__') || shellWords.has(name));
const hiddenPaths = new Set(hidden.map((name) => `/usr/bin/${name}`));

/** The guest's files as one process sees them: its own output under /dev, and the programs that rewriting put in. */
export function processFiles(process: Process): IFileSystem {
  const files = shellFiles(process.files, process.mask);
  const sinks = new Map([
    [outPath, process.out],
    [errorPath, (data: Uint8Array) => process.error(withoutInsertions(data))],
    ['/dev/stdout', process.out],
    ['/dev/stderr', process.error],
  ]);
  const append: IFileSystem['appendFile'] = async (path, content, options) => {
    const sink = sinks.get(path);
    if (sink === undefined) return files.appendFile(path, content, options);
    const latin = options === 'binary' || options === 'latin1';
    if (content.length > 0)
      sink(typeof content === 'string' ? Buffer.from(content, latin ? 'latin1' : 'utf8') : content);
    return undefined;
  };
  return {
    ...files,
    appendFile: append,
    writeFile: (path, content, options) =>
      sinks.has(path) ? append(path, content, options) : files.writeFile(path, content, options),
    exists: async (path) =>
      path.startsWith(deniedPath) || sinks.has(path) || hiddenPaths.has(path) || files.exists(path),
    async stat(path) {
      if (sinks.has(path)) return files.stat('/dev/null');
      if (hiddenPaths.has(path)) return files.stat('/usr/bin/sh');
      const status = await files.stat(path);
      // /usr/sbin leads to /usr/bin; not executable there, so the search goes on to where the shell knows its own programs.
      const known = /^\/(?:usr\/)?sbin\/([^/]+)$/.exec(path)?.[1];
      return known === undefined ? status : { ...status, mode: status.mode & ~0o111 };
    },
  };
}

const deniedLine = new RegExp(`^bash: ${deniedPath}/([^/\\n]*)/(.*): cannot open redirect target$`, 'gm');

/** `set -x` shows commands that only the rewriting put there. */
export function withoutInsertions(data: Uint8Array): Uint8Array {
  const text = Buffer.from(data).toString('latin1');
  if (!text.includes('+') && !text.includes(deniedPath)) return data;
  const cleaned = text
    .replaceAll(deniedLine, 'bash: $2: $1')
    .replaceAll(/^\++ (?:__GUEST_\w+=\S+|\/usr\/bin\/__(?:breathe|snapshot|target)(?: [^\n]*)?)\n/gm, '')
    .replaceAll(
      /^(\++ )\/usr\/bin\/(?:__script |__background |__(?=wait)|(?=(?:trap|umask|ulimit|kill)\b))/gm,
      '$1',
    );
  return Buffer.from(cleaned, 'latin1');
}
