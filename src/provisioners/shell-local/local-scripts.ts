import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { noDrive } from '../../errors/word/provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { inlinePath, scriptFiles } from '../script/scripts.ts';
import type { LocalScope, ShellLocalConfig } from '../shell-local.ts';

export interface LocalScript {
  /** As the template has it: what the user is shown. */
  readonly name: string;
  /** Absolute, so that no search path is looked into. */
  readonly path: string;
}

export interface LocalScripts {
  readonly scripts: readonly LocalScript[];
  /** Removes what was written for this run. */
  remove(): Promise<void>;
}

/** The scripts in their order; inline commands are written to a file that only this user can read and run. */
export async function localScripts(config: ShellLocalConfig, scope: LocalScope): Promise<LocalScripts> {
  if (config.inline.length === 0) {
    const absolute = (name: string) => (config.use_linux_pathing ? linuxPath(resolve(name)) : resolve(name));
    const scripts = scriptFiles(config).map((name) => ({ name, path: absolute(name) }));
    return { scripts, remove: async () => undefined };
  }
  const extension = config.tempfile_extension.replace(/^\.?(?=.)/, '.');
  const path = `${inlinePath()}${extension}`;
  const shebang = config.inline_shebang === '' ? [] : [`#!${config.inline_shebang}`];
  const lines = [...shebang, ...config.inline.map((line) => renderAtRun(line, scope))];
  await writeFile(path, lines.map((line) => `${line}\n`).join(''), { mode: 0o700, flag: 'wx' });
  return { scripts: [{ name: path, path }], remove: () => rm(path, { force: true }) };
}

/** `C:\x` as `/mnt/c/x`, where the Linux subsystem of Windows has it. Throws for a path without a drive. */
export function linuxPath(path: string): string {
  const [, drive, rest] = /^([A-Za-z]):(.*)$/.exec(path) ?? [];
  if (drive === undefined || rest === undefined) throw noDrive(path);
  return `/mnt/${drive.toLowerCase()}${rest.replaceAll('\\', '/')}`;
}
