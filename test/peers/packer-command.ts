import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a command said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
}

/** The environment of both programs: nothing of the real one but the way to programs. */
export function plainEnvironment(): Readonly<Record<string, string>> {
  const home = mkdtempSync(join(tmpdir(), 'packer-home-'));
  return {
    PATH: process.env['PATH'] ?? '',
    CHECKPOINT_DISABLE: '1',
    ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
    HOME: home,
    TMPDIR: home,
    PACKER_CONFIG_DIR: home,
  };
}

/** Runs `packer` with these arguments in a folder; standard input is a pipe, as Packer's console asks for. */
export function packerSays(
  args: readonly string[],
  { cwd, stdin = '', env = {} }: { cwd: string; stdin?: string; env?: Readonly<Record<string, string>> },
): Promise<Said> {
  // A socket, which Node gives by default, is no pipe to Packer.
  const child = spawn('sh', ['-c', 'cat | packer "$@"', 'sh', ...args], {
    cwd,
    env: { ...plainEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(stdin);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout }));
  });
}
