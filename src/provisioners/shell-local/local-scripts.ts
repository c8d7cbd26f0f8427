import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderAtRun } from '../render-at-run.ts';
import { inlinePath, scriptFiles } from '../script/scripts.ts';
import type { LocalScope, ShellLocalConfig } from '../shell-local.ts';

export interface LocalScripts {
  readonly paths: readonly string[];
  /** Removes what was written for this run. */
  remove(): Promise<void>;
}

/** The scripts as absolute paths; inline commands are written to a file that only this user can read and run. */
export async function localScripts(config: ShellLocalConfig, scope: LocalScope): Promise<LocalScripts> {
  if (config.inline.length === 0) {
    const paths = scriptFiles(config).map((file) => pathing(resolve(file), config.use_linux_pathing));
    return { paths, remove: async () => undefined };
  }
  const extension = config.tempfile_extension.replace(/^\.?(?=.)/, '.');
  const path = `${inlinePath()}${extension}`;
  const shebang = config.inline_shebang === '' ? [] : [`#!${config.inline_shebang}`];
  const lines = [...shebang, ...config.inline.map((line) => renderAtRun(line, scope))];
  await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o700, flag: 'wx' });
  return { paths: [path], remove: () => rm(path, { force: true }) };
}

/** `C:\x` as `/mnt/c/x`, where the Linux subsystem of Windows has it. */
function pathing(path: string, linux: boolean): string {
  const [, drive, rest] = linux ? (/^([A-Za-z]):(.*)$/.exec(path) ?? []) : [];
  if (drive === undefined || rest === undefined) return path;
  return `/mnt/${drive.toLowerCase()}${rest.replaceAll('\\', '/')}`;
}
