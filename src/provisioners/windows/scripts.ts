import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ExecResult, UploadSource } from '../../communicators/communicator.ts';
import { BuildError } from '../../errors/build-error.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { type ScriptSettings, scriptFiles } from '../script/scripts.ts';
import { exitCode, explained } from '../words.ts';

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

export async function uploadWindowsScript(
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

/** Packer's numbers for "the connection went away before an exit code came": over WinRM, and over SSH. */
const disconnects = [16_001, 2_300_218];
/** How much of what it said last an error repeats. */
const REMEMBERED = 3;

/** A command that ran to its end, or until the connection went away. */
interface Shown {
  readonly result: ExecResult;
  /** The last lines that it printed. */
  readonly last: readonly string[];
}

/** Gives a check that throws unless it ended as `allowed` says. */
export function exitCheck({ result, last }: Shown, allowed: readonly number[]): () => void {
  const { code, reason = '' } = result;
  return () => {
    if (code === undefined) {
      if (!disconnects.some((each) => allowed.includes(each))) throw windowsDisconnected(reason, last);
    } else if (!allowed.includes(code)) throw exitCode(code, allowed);
  };
}

/** Runs a command, shows its output as it comes, and gives the last lines of it too. */
export async function runShown(command: string, scope: ProvisionScope): Promise<Shown> {
  const last: string[] = [];
  const result = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine(stream, line) {
      scope.output(stream, line);
      if (line.trim() === '') return;
      last.push(line);
      if (last.length > REMEMBERED) last.shift();
    },
  });
  return { result, last };
}

/** A script on a Windows guest whose end nobody heard of, with what it said last. */
const windowsDisconnected = (reason: string, last: readonly string[]): BuildError =>
  new BuildError(
    'script-failed',
    `Script disconnected unexpectedly${reason === '' ? '' : `: ${reason}`}. ${
      last.length === 0 ? 'It had printed nothing.' : `Its last output: ${last.join(' / ')}`
    }`,
    {
      hint: 'A script that restarts or stops the guest on purpose may say so with "valid_exit_codes": [0, 16001].',
    },
  );
