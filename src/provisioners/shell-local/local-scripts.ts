import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderAtRun } from '../render-at-run.ts';
import { inlinePath, scriptFiles } from '../script/scripts.ts';
import type { LocalScope, ShellLocalConfig } from '../shell-local.ts';

export interface LocalScript {
  /** Absolute, as the program is given it. */
  readonly path: string;
  /** As the template has it. */
  readonly shown: string;
}

export interface LocalScripts {
  readonly list: readonly LocalScript[];
  /** Removes what was written for this run. */
  remove(): Promise<void>;
}

/** The scripts as absolute paths; inline commands are written to a file that only this user can read and run. */
export async function localScripts(config: ShellLocalConfig, scope: LocalScope): Promise<LocalScripts> {
  if (config.inline.length === 0) {
    const list = scriptFiles(config).map((file) => ({
      path: pathing(resolve(file), config.use_linux_pathing),
      shown: file,
    }));
    return { list, remove: async () => undefined };
  }
  const extension = config.tempfile_extension.replace(/^\.?(?=.)/, '.');
  const path = `${inlinePath()}${extension}`;
  const shebang = config.inline_shebang === '' ? [] : [`#!${config.inline_shebang}`];
  const lines = [...shebang, ...config.inline.map((line) => renderAtRun(line, scope))];
  await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o700, flag: 'wx' });
  return { list: [{ path, shown: path }], remove: () => rm(path, { force: true }) };
}

/** `C:\x` as `/mnt/c/x`, where the Linux subsystem of Windows has it. */
function pathing(path: string, linux: boolean): string {
  const [, drive, rest] = linux ? (/^([A-Za-z]):(.*)$/.exec(path) ?? []) : [];
  if (drive === undefined || rest === undefined) return path;
  return `/mnt/${drive.toLowerCase()}${rest.replaceAll('\\', '/')}`;
}
