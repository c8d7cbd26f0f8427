import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BuildError } from '../../errors/build-error.ts';
import { configRefused } from '../../template/words.ts';
import { renderAtRun } from '../render-at-run.ts';
import { environmentFindings } from '../script/environment.ts';
import { inlinePath, missingFiles, scriptFiles } from '../script/scripts.ts';
import type { LocalScope, ShellLocalConfig } from './shell-local.ts';

const SYSTEMS: readonly string[] = ['darwin', 'freebsd', 'linux', 'openbsd', 'solaris', 'windows'];

/** Throws what is wrong with the settings, in Packer's words and order. */
export function checkLocalShell(config: ShellLocalConfig): void {
  const alien = config.only_on.find((name) => !SYSTEMS.includes(name));
  if (alien !== undefined) throw onlyOnInvalid(alien, SYSTEMS);
  const files = filesOf(config);
  const homeless = files.map((file) => resolve(file)).find((path) => !/^[A-Za-z]:/.test(path));
  if (config.use_linux_pathing && homeless !== undefined) throw driveMissing(homeless);
  const inline = config.command !== '' || config.inline.length > 0;
  const findings = [
    ...(kindsOf(config) === 0 ? ['Command, Inline, Script and Scripts options cannot all be empty.'] : []),
    // Packer complains once for each kind too many.
    ...Array.from(
      { length: Math.max(0, kindsOf(config) - 1) },
      () =>
        'You may only specify one of the following options: Command, Inline, Script or Scripts. Please consolidate these options in your config.',
    ),
    ...missingFiles(files),
    ...(config.use_linux_pathing && inline
      ? [
          'Packer is unable to use the Command and Inline features with the Windows Linux Subsystem. Please use the Script or Scripts options instead',
        ]
      : []),
    ...environmentFindings(config),
  ];
  if (findings.length > 0) throw configRefused(findings);
}

function kindsOf({ command, inline, script, scripts }: ShellLocalConfig): number {
  return [command !== '', inline.length > 0, script !== '', scripts.length > 0].filter(Boolean).length;
}

/** The script files that are looked at: a single one only where nothing else is given. */
function filesOf(config: ShellLocalConfig): readonly string[] {
  return config.script !== '' && kindsOf(config) === 1 ? [config.script] : config.scripts;
}

export interface LocalScript {
  /** Absolute, as the program is given it. */
  readonly path: string;
  /** As the template has it. */
  readonly shown: string;
}

interface LocalScripts {
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

const driveMissing = (path: string): BuildError =>
  new BuildError(
    'config-invalid',
    `There was an error splitting your absolute path; expected to find a drive following the format ':/' but did not: absolute path: ${path}`,
    { hint: 'use_linux_pathing is for Windows; leave it out here.' },
  );

const onlyOnInvalid = (name: string, known: readonly string[]): BuildError =>
  new BuildError(
    'config-invalid',
    `Invalid OS specified in only_on: '${name}'\nSupported OS names: ${known.join(', ')}`,
  );
