import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Why a test with this program is skipped here; undefined where it runs. */
export function missing(...programs: readonly string[]): string | undefined {
  const absent = programs.filter((program) => !installed(program));
  return absent.length === 0 ? undefined : `${absent.join(', ')} not installed: see test/peers/setup.sh`;
}

/**
 * Why the real Packer cannot build here. It dials port 22 of the address that the API told, so that the emulated guest
 * must really listen there: Linux, where all of 127.0.0.0/8 is loopback, and the right to listen below 1024.
 */
export function noPacker(): string | undefined {
  if (process.platform !== 'linux') return 'only Linux answers on all of 127.0.0.0/8';
  if (userInfo().uid !== 0) return 'port 22 of the guests needs root';
  return missing('packer');
}

function installed(program: string): boolean {
  if (program.startsWith('/')) return existsSync(program);
  return !['ENOENT', 'EACCES'].includes(
    errorCode(spawnSync(program, ['--version'], { stdio: 'ignore' }).error),
  );
}

function errorCode(error: (Error & { readonly code?: string }) | undefined): string {
  return error?.code ?? '';
}
