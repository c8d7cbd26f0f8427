import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, realpathSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { env } from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { BuildError } from '../../errors/build-error.ts';
import { type Enclosure, findEnclosure } from '../sandbox/enclosure.ts';
import { privateFiles } from '../sandbox/private-files.ts';
import { newPrivateFolder, writable } from '../sandbox/private-folder.ts';
import { drive, layOut, onHost } from './host-drive.ts';
import { checkAlive, type Process, type Program } from './process.ts';

/**
 * The PowerShell 7 of this host as a program of Windows guests, where there is one on the PATH. It runs in the enclosure of
 * sandbox guests: without a network, with the guest's drive as `C:` for cmdlets, and nothing of the host but programs.
 */
export function hostPwsh(): Program | undefined {
  const path = findOnPath('pwsh');
  if (path === undefined) return undefined;
  let enclosure: Promise<Enclosure> | undefined;
  return async (process, args) => {
    enclosure ??= findEnclosure();
    try {
      return await runPwsh(path, await enclosure, process, args);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      await process.error(`pwsh: ${error.message}\r\n`);
      return 1;
    }
  };
}

function findOnPath(name: string): string | undefined {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter((each) => each.startsWith('/'))) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return realpathSync(join(folder, name));
    } catch {
      // Not in this one.
    }
  }
  return undefined;
}

async function runPwsh(
  path: string,
  enclose: Enclosure,
  process: Process,
  args: readonly string[],
): Promise<number> {
  const folder = await newPrivateFolder();
  try {
    const bringBack = await layOut(process.machine.files, privateFiles({ folder, writable }));
    const profile = join(folder, 'root/.config/powershell');
    await mkdir(profile, { recursive: true });
    await writeFile(join(profile, 'profile.ps1'), profileText(process.folder));
    const words = enclose({
      folder,
      hostname: process.machine.hostname,
      uid: 0,
      gid: 0,
      directory: '/root',
      shown: path.startsWith('/usr/') && !path.startsWith('/usr/local/') ? undefined : dirname(path),
      environment: environmentOf(process),
      words: [path, ...args.flatMap((arg, index) => argument(arg, args[index - 1], process))],
    });
    const code = await attach(words, process);
    await bringBack();
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Cmdlets find the guest's files by their own names on a drive of that name. */
function profileText(folder: string): string {
  return [
    `New-PSDrive -Name C -PSProvider FileSystem -Root ${drive} -Scope Global | Out-Null`,
    `Set-Location -LiteralPath '${folder.replaceAll("'", "''")}'`,
    '',
  ].join('\n');
}

/** The profile is ours and makes the drive, so it is never left out; a script file is looked for before there is a drive. */
function argument(arg: string, before: string | undefined, process: Process): readonly string[] {
  const name = /^[-/](nop.*)$/i.exec(arg)?.[1]?.toLowerCase() ?? '';
  if (name !== '' && 'noprofile'.startsWith(name)) return [];
  if (/^[-/]f(i(le?)?)?$/i.test(before ?? '')) return [onHost(arg, process.folder)];
  return [arg];
}

function environmentOf({ environment }: Process): Readonly<Record<string, string>> {
  const own = environment.all().filter(([name]) => !/^(path|pathext|psmodulepath)$/i.test(name));
  return {
    ...Object.fromEntries(own),
    HOME: '/root',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    POWERSHELL_TELEMETRY_OPTOUT: '1',
    POWERSHELL_UPDATECHECK: 'Off',
    DOTNET_NOLOGO: '1',
  };
}

async function attach([program = '', ...args]: readonly string[], process: Process): Promise<number> {
  checkAlive(process);
  const running = spawn(program, args, { stdio: 'pipe', env: { PATH: env['PATH'] ?? '/usr/bin:/bin' } });
  const ended = once(running, 'close') as Promise<[code: number | null]>;
  const kill = () => void running.kill('SIGKILL');
  process.signal.addEventListener('abort', kill, { once: true });
  const over = new AbortController();
  const fed = feed(process, running.stdin, over.signal);
  try {
    const streams = [pass(running.stdout, process.out), pass(running.stderr, process.error)];
    const [[code]] = await Promise.all([ended, ...streams]);
    checkAlive(process);
    return code ?? 1;
  } finally {
    kill();
    over.abort();
    process.signal.removeEventListener('abort', kill);
    await fed;
  }
}

async function pass(from: Readable, write: (data: Buffer) => Promise<void>): Promise<void> {
  for await (const data of from) await write(data);
}

/** Hands standard input on until there is no more of it, or nobody who would read it. */
async function feed({ stdin, signal }: Process, to: Writable, over: AbortSignal): Promise<void> {
  to.on('error', () => undefined);
  const until = AbortSignal.any([signal, over]);
  try {
    for (let line = await stdin.line(until); line !== undefined; line = await stdin.line(until))
      if (!to.write(`${line}\n`)) await once(to, 'drain', { signal: until });
    to.end();
  } catch {
    to.destroy();
  }
}
